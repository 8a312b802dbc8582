import { createCaptioner } from '/torture/stage.js';
import { check, settles, wholeCaption } from '/torture/expect.js';
import { canvasOf, encode, imageDataOf, otherColor, SCENE, sceneColor } from '/torture/makers/scene.js';
import { Heartbeat } from './heartbeat.js';

const LIVES = 50;
const DEMO_PHOTOS = ['two-dogs.jpg', 'cat.jpg', 'espresso.jpg', 'mountain-path.jpg'];
const model = new URLSearchParams(location.search).get('model');

/** One of a few pictures, made anew each time, as a page would. */
const SOURCES = [
  async () => new Blob([await encode(canvasOf(SCENE, sceneColor), 'image/jpeg', 0.9)]),
  async () => new Blob([await encode(canvasOf(SCENE, otherColor), 'image/png')]),
  () => canvasOf(SCENE, otherColor),
  () => imageDataOf(SCENE, sceneColor),
  () => createImageBitmap(canvasOf(SCENE, sceneColor)),
  (n) => `/photos/${DEMO_PHOTOS[n % DEMO_PHOTOS.length]}`,
];

/** The ways to ask, by turns. */
const WAYS = [
  (captioner, photo) => captioner.caption(photo),
  (captioner, photo, n) => captioner.caption(photo, { attention: 'hard', samples: 1 + (n % 2), seed: n }),
  (captioner, photo) => captioner.caption(photo, { beams: 5, candidates: 3 }),
  (captioner, photo, n) => captioner.caption(photo, { temperature: 1, seed: n }),
  async (captioner, photo) => {
    const stream = captioner.captionStreaming(photo);
    for await (const token of stream) check(token.attention.length > 0, 'a word without a map');
    return stream.result;
  },
  async (captioner, photo) => {
    const view = await captioner.look(photo);
    try {
      await view.align('a dog on the beach');
      return await view.caption();
    } finally {
      view.dispose();
    }
  },
];

const heartbeat = new Heartbeat();
let captioner = null;
let done = 0;

async function aborted(photo, n) {
  const controller = new AbortController();
  const reason = new Error(`abort ${n}`);
  const call = captioner.caption(photo, { beams: 5, signal: controller.signal });
  setTimeout(() => controller.abort(reason), n % 30);
  const outcome = await settles(call.catch((error) => error));
  check(outcome === reason || outcome.text !== undefined, `aborted call gave ${String(outcome)}`);
}

/** Makes so many captions; each seventh call is aborted besides, and each fiftieth captioner is a new one. */
async function run(count) {
  for (let i = 0; i < count; i++, done++) {
    if (done % LIVES === 0) {
      captioner?.destroy();
      captioner = await settles(createCaptioner(model ? { model } : {}), 'create()');
    }
    const photo = await SOURCES[done % SOURCES.length](done);
    if (done % 7 === 3) await aborted(photo, done);
    wholeCaption(await settles(WAYS[Math.floor(done / 2) % WAYS.length](captioner, photo, done)));
    if (photo instanceof ImageBitmap) photo.close();
  }
  return { done, ...(await captioner.memory()), ...heartbeat.read() };
}

globalThis.soak = { run };
