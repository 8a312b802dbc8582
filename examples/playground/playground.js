import { Captioner, drawAttention, isSaccadeError, placeSentence, toJSON } from 'saccade';
import { codeFor, readOptions } from './options.js';

const form = document.querySelector('#options');
const status = document.querySelector('#status');
const photo = document.querySelector('#photo');
const map = document.querySelector('#map');
const words = document.querySelector('#words');
const place = document.querySelector('#place');
const candidates = document.querySelector('#candidates');

const captioner = await load();
let running = new AbortController();

async function load() {
  const created = Captioner.create({
    monitor: (monitor) =>
      monitor.addEventListener('downloadprogress', ({ loaded }) => {
        status.textContent = `Loading the model: ${Math.round(loaded * 100)} %`;
      }),
  });
  try {
    return await created;
  } catch (error) {
    status.textContent = explain(error);
    throw error;
  }
}

const explain = (error) => (isSaccadeError(error) ? `${error.code}: ${error.message} ${error.remedy}` : String(error));

async function describe() {
  running.abort();
  const { signal } = (running = new AbortController());
  const options = readOptions(form);
  document.querySelector('#code').textContent = codeFor(options);
  status.textContent = 'Captioning ...';
  try {
    await photo.decode();
    const startedAt = performance.now();
    const caption = await captioner.caption(photo, { ...options, signal });
    show(caption, performance.now() - startedAt);
  } catch (error) {
    if (!signal.aborted) status.textContent = explain(error);
  }
}

function show(caption, milliseconds) {
  const { name, threads } = caption.backend;
  status.textContent = `${Math.round(milliseconds)} ms on ${name}, ${threads} thread${threads > 1 ? 's' : ''}, ${caption.timings.steps} steps`;
  words.replaceChildren(...caption.tokens.map((token) => wordButton(token, caption)));
  words.firstElementChild?.click();
  const others = caption.candidates.length > 1 ? caption.candidates : [];
  candidates.replaceChildren(
    ...others.map(({ text, score }) =>
      Object.assign(document.createElement('li'), { textContent: `${text} (${score.toFixed(2)})` }),
    ),
  );
  const data = { ...toJSON(caption), signals: undefined };
  document.querySelector('#data').textContent = JSON.stringify(
    data,
    (key, value) => (key === 'map' ? `${value.slice(0, 12)}...` : value),
    2,
  );
}

function wordButton(token, caption) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: token.text.trim() });
  const look = () => {
    for (const other of words.children) other.ariaPressed = String(other === button);
    map.width = photo.clientWidth * devicePixelRatio;
    map.height = photo.clientHeight * devicePixelRatio;
    drawAttention(map, photo, token, { grid: caption.grid, pixelRatio: devicePixelRatio });
    place.textContent = `${placeSentence(token, caption.grid)} (log-probability ${token.logProb.toFixed(2)})`;
  };
  button.onclick = look;
  button.onfocus = look;
  button.onmouseenter = look;
  return button;
}

form.onsubmit = (event) => {
  event.preventDefault();
  void describe();
};
form.photo.onchange = () => {
  const [file] = form.photo.files;
  if (!file) return;
  map.width = 0;
  photo.src = URL.createObjectURL(file);
  void describe();
};
form.querySelector('button').disabled = false;
await describe();
