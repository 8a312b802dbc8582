import { check, rejects, sameCaption, wholeCaption } from '../expect.js';
import { withOrientation } from '../makers/jpeg.js';
import { canvasOf, elementOf, encode, imageDataOf, SCENE, sceneColor } from '../makers/scene.js';
import { captioner, otherOrigin, PHOTO } from '../stage.js';

const caption = async (photo, options) => wholeCaption(await (await captioner()).caption(photo, options));
const scene = () => canvasOf(SCENE, sceneColor);
const served = (name) => new URL(`/pictures/${name}`, location.href).href;

/** The photo must give what the canvas with the same pixels gives. */
const asScene = (name, make, after = () => undefined) => ({
  name,
  gives: 'the caption of its pixels; the photo stays as it was',
  async run() {
    const photo = await make();
    sameCaption(await caption(photo), await caption(scene()), 0.1);
    await after(photo);
  },
});

const refused = (name, code, make, facts) => ({
  name,
  gives: code,
  run: async () => void (await rejects(caption(await make()), code, facts)),
});

const image = (src, properties = {}) => Object.assign(new Image(), properties, { src });

async function loaded(element) {
  await new Promise((resolve, reject) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => reject(new Error(`could not load ${element.src}`)));
  });
  return element;
}

/** A video that shows a canvas. */
async function video() {
  const canvas = scene();
  document.body.append(canvas);
  const stream = canvas.captureStream(10);
  const drawing = setInterval(() => canvas.getContext('2d').drawImage(scene(), 0, 0), 50);
  const element = Object.assign(document.createElement('video'), { muted: true, srcObject: stream });
  const ready = new Promise((resolve) => element.addEventListener('loadeddata', resolve, { once: true }));
  await element.play();
  await ready;
  return {
    element,
    end: () => (clearInterval(drawing), stream.getTracks().forEach((track) => track.stop()), canvas.remove()),
  };
}

function svgImage(href) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'image');
  element.setAttribute('href', href);
  svg.append(element);
  document.body.append(svg);
  return element;
}

const notPhotos = [null, 7, true, {}, [], Symbol('photo'), () => 0, document.body, new Date(), new Map()];

/** Things of the page that show a picture, and addresses. */
export const SOURCES = [
  asScene('canvas', scene, (canvas) => check(canvas.width === SCENE.width, 'the canvas was changed')),
  asScene('OffscreenCanvas', () => {
    const canvas = new OffscreenCanvas(SCENE.width, SCENE.height);
    canvas.getContext('2d').drawImage(scene(), 0, 0);
    return canvas;
  }),
  asScene(
    'ImageBitmap, usable afterwards',
    () => createImageBitmap(scene()),
    (bitmap) => {
      check(bitmap.width === SCENE.width, 'the bitmap was closed or transferred');
    },
  ),
  asScene(
    'ImageData, usable afterwards',
    () => imageDataOf(SCENE, sceneColor),
    ({ data }) => {
      check(data.byteLength === SCENE.width * SCENE.height * 4, 'the buffer was transferred');
    },
  ),
  asScene('image element', async () => elementOf(new Blob([await encode(scene(), 'image/png')]))),
  asScene('image element of an iframe', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const element = new frame.contentWindow.Image();
    element.src = URL.createObjectURL(new Blob([await encode(scene(), 'image/png')]));
    await element.decode();
    return element;
  }),
  {
    name: 'image element with EXIF orientation 6',
    gives: 'the caption and size of the upright picture',
    async run() {
      const turned = new Blob([withOrientation(await encode(scene(), 'image/jpeg', 0.9), 6)]);
      const found = await caption(await elementOf(turned));
      check(found.grid.photoWidth === SCENE.height, `${found.grid.photoWidth} wide`);
      sameCaption(found, await caption(turned), 0.1);
    },
  },
  asScene('Blob without a type', async () => new Blob([await encode(scene(), 'image/png')])),
  asScene('Blob with a wrong type', async () => new Blob([await encode(scene(), 'image/png')], { type: 'text/plain' })),
  asScene(
    'ArrayBuffer',
    async () => (await encode(scene(), 'image/png')).buffer,
    (buffer) => {
      check(buffer.byteLength > 0, 'the buffer was transferred');
    },
  ),
  asScene('part of a larger buffer', async () => {
    const bytes = await encode(scene(), 'image/png');
    const larger = new Uint8Array(bytes.length + 100);
    larger.set(bytes, 50);
    return larger.subarray(50, 50 + bytes.length);
  }),
  asScene('data: address', () => scene().toDataURL('image/png')),
  asScene('blob: address', async () => URL.createObjectURL(new Blob([await encode(scene(), 'image/png')]))),
  {
    name: 'address of a photo on this server, string and URL',
    gives: 'the same caption twice',
    async run() {
      sameCaption(await caption(served('photo.jpg')), await caption(new URL(served('photo.jpg'))));
    },
  },
  {
    name: 'photo of another origin that allows it (CORS)',
    gives: 'the caption of the photo',
    async run() {
      sameCaption(await caption(otherOrigin('/pictures/cors/photo.jpg')), await caption(served('photo.jpg')));
    },
  },
  {
    name: 'VideoFrame, usable afterwards',
    gives: 'the caption of its pixels',
    async run() {
      if (typeof VideoFrame === 'undefined') return 'no VideoFrame in this browser';
      const frame = new VideoFrame(scene(), { timestamp: 0 });
      await caption(frame);
      check(frame.displayWidth === SCENE.width, 'the frame was closed');
      frame.close();
      await rejects(caption(frame), 'image-detached');
    },
  },
  {
    name: 'video, playing',
    gives: 'a caption of its frame',
    async run() {
      const { element, end } = await video();
      try {
        const { grid } = await caption(element);
        check(grid.photoWidth === SCENE.width, `${grid.photoWidth} wide`);
      } finally {
        end();
      }
    },
  },
  {
    name: 'SVG <image>',
    gives: 'a caption',
    async run() {
      const element = svgImage(served('photo.jpg'));
      await new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
      await caption(element).finally(() => element.ownerSVGElement.remove());
    },
  },
  refused('image element that still loads', 'image-not-ready', () => image(served('never.jpg'))),
  refused('image element without source', 'image-not-ready', () => new Image()),
  refused('image element whose source is not there', 'image-not-ready', async () => {
    const element = image(served('missing.jpg'));
    await new Promise((resolve) => element.addEventListener('error', resolve));
    return element;
  }),
  refused('video without a frame', 'image-not-ready', () => document.createElement('video')),
  refused('canvas of 0 x 0 pixels', 'image-empty', () =>
    Object.assign(document.createElement('canvas'), { width: 0, height: 0 }),
  ),
  refused('canvas that was transferred', ['image-detached', 'image-empty'], () => {
    const canvas = document.createElement('canvas').transferControlToOffscreen();
    new MessageChannel().port1.postMessage(canvas, [canvas]);
    return canvas;
  }),
  refused('ImageBitmap that was closed', 'image-detached', async () => {
    const bitmap = await createImageBitmap(scene());
    bitmap.close();
    return bitmap;
  }),
  refused('ImageData whose buffer was transferred', 'image-detached', () => {
    const data = imageDataOf(SCENE, sceneColor);
    new MessageChannel().port1.postMessage(data.data.buffer, [data.data.buffer]);
    return data;
  }),
  refused('canvas tainted by another origin', 'image-cross-origin', async () => {
    const element = await loaded(image(otherOrigin('/pictures/photo.jpg')));
    const canvas = scene();
    canvas.getContext('2d').drawImage(element, 0, 0);
    return canvas;
  }),
  refused('image element of another origin without CORS', 'image-cross-origin', () =>
    loaded(image(otherOrigin('/pictures/photo.jpg'))),
  ),
  refused('address of another origin without CORS', 'image-cross-origin', () => otherOrigin('/pictures/photo.jpg')),
  refused('address that answers 404', 'image-fetch', () => served('missing.jpg'), { details: { status: 404 } }),
  refused('address that answers a page of HTML', 'image-decode', () => new URL('/torture/index.html', location.href), {
    message: /<!doctype/,
  }),
  refused('address of a server that is not there', 'image-fetch', () => 'http://localhost:9/photo.jpg'),
  refused('address that breaks off', ['image-fetch', 'image-decode'], () => served('cut.jpg')),
  refused('blob: address that was revoked', 'image-fetch', () => {
    const url = URL.createObjectURL(new Blob(['x']));
    URL.revokeObjectURL(url);
    return url;
  }),
  {
    name: 'address that never answers, given up',
    gives: "the signal's reason, at once",
    async run() {
      const reason = new Error('enough');
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 200);
      const error = await caption(served('never.jpg'), { signal: controller.signal }).catch((thrown) => thrown);
      check(error === reason, `rejected with ${String(error)}`);
      await caption(await PHOTO);
    },
  },
  {
    name: 'ten values that are no photos',
    gives: 'unsupported-image-type each, naming what it was',
    async run() {
      for (const value of notPhotos) {
        await rejects(caption(value), 'unsupported-image-type');
      }
    },
  },
];
