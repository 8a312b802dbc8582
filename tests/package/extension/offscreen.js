import { Captioner } from './saccade/index.js';

const created = Captioner.create();

chrome.runtime.onMessage.addListener((message, _sender, reply) => {
  if (message.to !== 'offscreen') return false;
  captionPhoto(message.photo).then(reply, (error) => reply({ error: `${error.code}: ${error.message}` }));
  return true;
});

/** Messages are JSON, so a map crosses as a plain array. */
async function captionPhoto(photo) {
  const captioner = await created;
  const { text, tokens, grid } = await captioner.caption(photo);
  return { text, grid, tokens: tokens.map((token) => ({ text: token.text, attention: [...token.attention] })) };
}
