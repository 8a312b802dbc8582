import { Captioner } from 'saccade';
import { sameCaption, settles, wholeCaption } from './expect.js';
import { canvasOf, encode, SCENE, sceneColor } from './makers/scene.js';

/** Where the model of these tests lies, and where the built package does. */
export const MODEL = new URL('/fixtures/tiny-pack/', location.href).href;

/** The photo whose caption must not change, whatever happens: a JPEG file. */
export const PHOTO = encode(canvasOf(SCENE, sceneColor), 'image/jpeg', 0.9).then(
  (bytes) => new File([bytes], 'photo.jpg', { type: 'image/jpeg' }),
);

/** Makes a captioner of the small model; `options` come on top. */
export const createCaptioner = (options = {}) => Captioner.create({ backend: 'wasm', model: MODEL, ...options });

let shared = null;
let normal = null;

/** One captioner for all rows that leave it in order. */
export function captioner() {
  shared ??= createCaptioner();
  return shared;
}

/** Captions the photo and compares with the first time: nothing that happened before may show. */
export async function normalCaption(from = captioner()) {
  const caption = wholeCaption(await settles((await from).caption(await PHOTO), 'a normal caption'));
  normal ??= caption;
  sameCaption(caption, normal);
  return caption;
}

/** Ends the shared captioner; the next row gets a new one. */
export async function renewCaptioner() {
  const old = await shared?.catch(() => null);
  shared = null;
  old?.destroy();
}

/** Address of a file on the same server by its other name, which makes it another origin. */
export const otherOrigin = (path) => {
  const url = new URL(path, location.href);
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return url.href;
};

let visits = 0;

/**
 * A folder on the server where files are served with faults.
 *
 * @param faults - Fault by file name: `{ 'step.onnx': 'cut' }`, or `['cut', 2]` for the first two requests only.
 * @returns Address of the folder; below it lie `fixtures/` and `saccade/`. And what was asked for so far.
 */
export function faulty(faults) {
  const visit = `${Date.now()}-${++visits}`;
  const plan = Object.entries(faults).map(([file, fault]) => [file, ...[fault].flat()].join('~'));
  const base = new URL(`/faulty/${visit}/${plan.join(',') || 'none'}/`, location.href).href;
  return {
    base,
    model: `${base}fixtures/tiny-pack/`,
    assets: `${base}saccade/`,
    log: async () => (await fetch(`/log/${visit}`)).json(),
  };
}
