import { Captioner, attentionEntropy, groundingOf, isSaccadeError } from 'saccade';
import { showCosts } from './cost.js';
import { DrawSection } from './draw-section.js';
import { EffectSection } from './effect-section.js';
import { GridView } from './grid-view.js';
import { showIngredients } from './ingredients.js';
import { NudgeSection } from './nudge-section.js';

const part = (id) => document.getElementById(id);
const SAMPLES = ['shepherd-dog', 'two-dogs', 'astronaut', 'cameraman', 'koala'];
const percent = (share) => `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %`;

const captioner = Captioner.create({
  monitor: (monitor) =>
    monitor.addEventListener('downloadprogress', ({ loaded }) => {
      part('status').textContent = `Loading the model, ${Math.round(100 * loaded)} %`;
    }),
});
captioner.catch(fail);

/** What is on the page now. */
const now = { photo: null, view: null, caption: null, word: 0 };
let turn = 0;

const map = new GridView(part('map'), 'Share of attention, place by place', (place) => {
  const { attention } = now.caption.tokens[now.word];
  const { columns } = now.caption.grid;
  const text = `Row ${Math.floor(place / columns) + 1}, column ${(place % columns) + 1}: ${percent(attention[place])}`;
  part('reading').textContent = text;
  return text;
});
const draws = new DrawSection(part);
const effect = new EffectSection(part);
const nudge = new NudgeSection(part);

async function take(blob) {
  const mine = ++turn;
  part('failure').hidden = true;
  part('status').textContent = 'Looking at the photo';
  try {
    const ready = await captioner;
    part('status').textContent = 'Looking at the photo';
    const view = await ready.look(blob);
    const caption = await view.caption({ attention: 'soft' });
    const photo = await createImageBitmap(blob, { imageOrientation: 'from-image' });
    if (mine !== turn) return view.dispose();
    now.view?.dispose();
    Object.assign(now, { photo, view, caption });
    part('status').textContent =
      `${caption.tokens.length} words, on ${caption.backend.name === 'wasm' ? 'WebAssembly' : 'WebGPU'}.`;
    offerWords();
    for (const section of document.querySelectorAll('.live')) section.hidden = false;
    chooseWord(firstNoun(caption));
    await showCosts(part, ready, view, caption);
  } catch (error) {
    if (mine === turn) fail(error);
  }
}

/** The word that looked at the least part of the photo: it has the most to show. */
function firstNoun({ tokens }) {
  let best = 0;
  tokens.forEach((token, index) => {
    if (!groundingOf(token).grounded) return;
    const current = tokens[best];
    const better = attentionEntropy(token.attention) < attentionEntropy(current.attention);
    if (!groundingOf(current).grounded || better) best = index;
  });
  return best;
}

function offerWords() {
  part('words').replaceChildren(
    ...now.caption.tokens.map(({ text }, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text.trim();
      button.addEventListener('click', () => chooseWord(index));
      return button;
    }),
  );
}

function chooseWord(index) {
  now.word = index;
  const { caption, photo, view } = now;
  const token = caption.tokens[index];
  [...part('words').children].forEach((button, at) => button.setAttribute('aria-pressed', String(at === index)));
  for (const place of document.querySelectorAll('.the-word')) place.textContent = token.text.trim();
  part('places').textContent = `${caption.grid.rows} × ${caption.grid.columns} = ${token.attention.length}`;
  part('sum').textContent = token.attention.reduce((sum, share) => sum + share, 0).toFixed(5);
  part('spread').textContent = Math.exp(attentionEntropy(token.attention)).toFixed(1);
  map.set(photo, caption.grid, token.attention);
  map.read(token.attention.indexOf(Math.max(...token.attention)));
  showIngredients(part, photo, caption.grid, token);
  draws.start(photo, caption.grid, token);
  nudge.start(token);
  effect.start({ photo, view, caption, word: index }).catch(fail);
}

function fail(error) {
  part('status').textContent = '';
  part('failure').hidden = false;
  part('failure').textContent = `${error.message} ${isSaccadeError(error) ? error.remedy : ''}`;
}

part('pick').addEventListener('click', () => part('file').click());
part('file').addEventListener('change', () => part('file').files[0] && take(part('file').files[0]));
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
});
document.addEventListener('paste', (event) => {
  if (event.clipboardData.files[0]) take(event.clipboardData.files[0]);
});
for (const name of SAMPLES) {
  const button = document.createElement('button');
  button.type = 'button';
  button.innerHTML = `<img src="../demo/photos/${name}.jpg" alt="Sample photo: ${name.replace('-', ' ')}">`;
  button.addEventListener('click', async () => take(await (await fetch(`../demo/photos/${name}.jpg`)).blob()));
  part('samples').append(button);
}
part('samples').querySelector('button').click();
