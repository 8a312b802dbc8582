// The captioner of all tabs. Model and runtime come with the extension, so nothing is fetched from anywhere.
import { Captioner } from 'saccade';

let creating = null;
const captioner = () => (creating ??= Captioner.create({ cache: false }));

async function decide({ photo, context }) {
  const blob = await (await fetch(photo)).blob();
  const { caption: _maps, ...decision } = await (await captioner()).altText(blob, context);
  return decision;
}

chrome.runtime.onMessage.addListener((message, _sender, reply) => {
  if (message.to !== 'captioner') return false;
  decide(message).then(
    (decision) => reply({ decision }),
    (error) => reply({ error: error.message }),
  );
  return true;
});
