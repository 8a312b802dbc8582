// An editor for authors: the model drafts, a person decides. A picture without a decision is not published.
import { Captioner, revertNeutral } from 'saccade';

const $ = (id) => document.getElementById(id);
const REASONS = {
  'low-confidence': 'The model is not sure: check every word.',
  'not-a-photo': 'This does not look like a photo: the draft is probably wrong.',
  'unfamiliar': 'This is unlike the photos the model knows: the draft is probably wrong.',
  'nothing-visible': 'The picture is black.',
  'too-small': 'The picture is too small to describe.',
  'function-unknown': 'Say what the link or button does.',
  'not-calibrated': 'This model does not tell how sure it is.',
};

const decisions = new Map(); // file name -> markup
let creating = null;
const captioner = () => (creating ??= Captioner.create());

async function add(file) {
  const row = $('picture').content.cloneNode(true).querySelector('li');
  const part = (selector) => row.querySelector(selector);
  part('img').src = URL.createObjectURL(file);
  part('.name').textContent = file.name;
  part('.why').textContent = 'Waiting …';
  part('textarea').setAttribute('aria-describedby', `why-${decisions.size}-${file.lastModified}`);
  part('.why').id = part('textarea').getAttribute('aria-describedby');
  row.setAttribute('aria-label', file.name);
  $('pictures').append(row);

  const publish = (alt, state) => {
    decisions.set(file.name, alt);
    part('.state').textContent = state;
    show();
  };
  row.addEventListener('click', (event) => {
    const action = event.target.dataset?.action;
    if (action === 'accept' && part('textarea').value.trim()) publish(part('textarea').value.trim(), 'Accepted.');
    if (action === 'accept' && !part('textarea').value.trim()) part('.state').textContent = 'Write a text first.';
    if (action === 'decorative') publish('', 'Marked as decoration.');
  });
  part('textarea').addEventListener('input', () => {
    decisions.delete(file.name);
    part('.state').textContent = 'Changed: accept it again.';
    show();
  });

  try {
    const decision = await (await captioner()).altText(file);
    row.dataset.kind = decision.kind;
    if (decision.kind === 'decorative') {
      part('.why').textContent = `Looks like decoration (${decision.reason}).`;
      part('[data-action=undo]').hidden = true;
      return;
    }
    part('textarea').value = decision.kind === 'alt' ? decision.text : decision.draft;
    part('.why').textContent =
      decision.kind === 'alt' ? decision.disclosure : decision.reasons.map((reason) => REASONS[reason]).join(' ');
    const { changes } = decision.neutral;
    part('.changed').textContent = changes.length
      ? `Made neutral: ${changes.map(({ from, to }) => `“${from.trim()}” is now “${to.trim()}”`).join(', ')}.`
      : '';
    part('[data-action=undo]').hidden = changes.length === 0;
    part('[data-action=undo]').addEventListener('click', () => {
      part('textarea').value = revertNeutral(decision.neutral);
      part('textarea').dispatchEvent(new Event('input'));
    });
  } catch (error) {
    part('.why').textContent = `No draft: ${error.message}`;
    row.dataset.kind = 'failed';
  }
}

function show() {
  const escape = (text) => text.replace(/[&"<]/g, (c) => ({ '&': '&amp;', '"': '&quot;', '<': '&lt;' })[c]);
  const lines = [...decisions].map(([name, alt]) => `<img src="${escape(name)}" alt="${escape(alt)}">`);
  $('result').textContent = lines.join('\n') || 'Nothing yet.';
}

$('files').addEventListener('change', async () => {
  const files = [...$('files').files];
  for (const [i, file] of files.entries()) {
    $('status').textContent = `Reading picture ${i + 1} of ${files.length} …`;
    await add(file);
  }
  $('status').textContent = `${files.length} drafts are ready for you.`;
});
