import { isSaccadeError, overlayAttention, renderFigure } from 'saccade';
import { printFacts } from './fine-print.js';
import { takePhotos } from './intake.js';
import { markSample, offerSamples } from './samples.js';
import { Sitting } from './session.js';
import { Words } from './words.js';

const part = (id) => document.getElementById(id);
const image = part('photo');
const overlay = part('overlay');
const controls = part('controls');
const sitting = new Sitting();
let caption = null;

const EXPLANATIONS = {
  soft: 'Soft: for every word the model reads all places of the photo at once, each weighted by the map. The same photo always gives the same sentence.',
  hard: 'Hard: for every word the model draws one place from the map and reads nothing else. Rings mark the draws; another seed draws other places, and the sentence may change.',
};

const words = new Words(part('caption'), (token, sentence) => {
  overlayAttention(image, overlay, token && isDrawn(token) ? token : null, {
    ...(caption ? { grid: caption.grid } : {}),
    style: part('style').value,
    outline: false,
  });
  part('place').textContent =
    sentence || (caption ? 'Hover a word, or tab to it, to see where the model looked.' : '\u00a0');
});
/** A word that has nothing to look at gets its sentence, but no map that would look as if it meant something. */
const isDrawn = (token) => !part('caption').querySelector(`.word.shown.ungrounded`) || token.samples !== undefined;

function readOptions() {
  const data = new FormData(controls);
  return { attention: data.get('attention'), beams: Number(data.get('beams')), seed: Number(data.get('seed')) };
}

async function run(photo) {
  const options = readOptions();
  part('explanation').textContent = EXPLANATIONS[options.attention];
  caption = null;
  words.clear();
  part('failure').hidden = true;
  part('play').disabled = part('save').disabled = true;
  const patience = setTimeout(() => (part('loading').hidden = false), 300);
  try {
    const result = await sitting.caption(photo, options, {
      onProgress: (fraction) => {
        part('progress').value = fraction;
        part('loading-text').textContent =
          fraction < 1 ? `Loading the model, ${Math.round(fraction * 100)} %` : 'Starting the model';
      },
      onToken: (token) => words.add(token),
    });
    if (!result) return;
    caption = result.caption;
    image.alt = caption.text;
    part('announcement').textContent = `Caption: ${caption.text}`;
    part('play').disabled = part('save').disabled = false;
    words.redraw();
    printFacts(part('print'), caption, result.lookMs);
    document.dispatchEvent(new CustomEvent('captioned', { detail: caption }));
  } catch (error) {
    fail(error);
  } finally {
    clearTimeout(patience);
    part('loading').hidden = true;
  }
}

function fail(error) {
  const box = part('failure');
  const message = document.createElement('p');
  const strong = document.createElement('strong');
  strong.textContent = error.message;
  message.append(strong);
  box.replaceChildren(message);
  if (isSaccadeError(error)) {
    const remedy = document.createElement('p');
    const code = document.createElement('code');
    code.textContent = error.code;
    remedy.append(error.remedy, ' ', code);
    box.append(remedy);
  }
  box.hidden = false;
}

async function show(photo, name) {
  markSample(part('samples'), name);
  words.clear();
  URL.revokeObjectURL(image.src);
  image.alt = 'The photo that is being captioned';
  image.src = URL.createObjectURL(photo);
  image.hidden = false;
  image.onerror = () => (image.hidden = true); // the SDK tells why
  await run(photo);
}

takePhotos({ frame: part('frame'), pick: part('pick'), file: part('file') }, show);
offerSamples(part('samples'), show);
controls.addEventListener('submit', (event) => event.preventDefault());
controls.addEventListener('input', () => (part('beams-value').textContent = part('beams').value));
controls.addEventListener('change', (event) => {
  if (event.target === part('style')) words.redraw();
  else if (!image.hidden && part('seed').validity.valid) void run(null);
});
part('again').addEventListener('click', () => {
  part('seed').value = String(crypto.getRandomValues(new Uint32Array(1))[0]);
  controls.elements.attention.value = 'hard';
  if (!image.hidden) void run(null);
});
part('play').addEventListener('click', () => words.play());
part('save').addEventListener('click', async () => {
  const canvas = renderFigure(caption, image, { canvas: document.createElement('canvas'), style: part('style').value });
  const link = document.createElement('a');
  link.download = `${caption.text.replace(/\W+/g, '-')}.png`;
  link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, 'image/png')));
  link.click();
  URL.revokeObjectURL(link.href);
});
new ResizeObserver(() => words.redraw()).observe(image);

part('explanation').textContent = EXPLANATIONS.soft;
part('samples').querySelector('button').click();
