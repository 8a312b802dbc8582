import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { serve } from '../../../scripts/serve/static-server.mjs';
import { openHarness, type Harness } from '../harness.ts';
import { captionOf, openSdkPage, PAGE_MODULES, TINY, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

/** A PNG of one pixel. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

let harness: Harness;
let elsewhere: Awaited<ReturnType<typeof serve>>;
let page: Page;

beforeAll(async () => {
  harness = await openHarness({
    mounts: PAGE_MODULES,
    isolated: false,
    intercept: (request, response) => {
      const url = request.url ?? '';
      if (url.startsWith('/missing')) response.writeHead(404, { 'content-type': 'text/plain' }).end('no');
      else if (url.startsWith('/html'))
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html>');
      else if (url.startsWith('/cut'))
        response.writeHead(200, { 'content-length': '9999' }).write('x', () => response.destroy());
      else if (!url.startsWith('/slow')) return false;
      return true;
    },
  });
  // Another origin, which answers without a word about CORS.
  elsewhere = await serve(
    {},
    {
      intercept: (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from(DOT, 'base64'));
        return true;
      },
    },
  );
  page = await openSdkPage(harness, TINY);
});
afterAll(async () => {
  await harness.close();
  await elsewhere.close();
});

const caption = (photo: string) => captionOf(page, photo);

describe('what is no photo', () => {
  test.each([
    ['a text named .jpg', "new File(['this is not a photo'], 'photo.jpg', { type: 'image/jpeg' })", 'image-decode'],
    ['an empty file', 'new Blob([])', 'image-decode'],
    ['a cut JPEG header', "encode(picture(), 'image/jpeg').then((blob) => blob.slice(0, 100))", 'image-decode'],
    ['random bytes', 'new Uint8Array(1000).map((_, i) => i * 17)', 'image-decode'],
    ['a broken SVG', 'new Blob([\'<svg xmlns="http://www.w3.org/2000/svg"><g></svg>\'])', 'image-decode'],
    ['a PNG that claims 20,000 x 20,000', 'pngHeader(20000, 20000)', 'image-too-large'],
    ['a PNG that claims 0 x 10', 'pngHeader(0, 10)', 'image-empty'],
    [
      'a canvas without pixels',
      "Object.assign(document.createElement('canvas'), { width: 0, height: 10 })",
      'image-empty',
    ],
    [
      'a closed ImageBitmap',
      'createImageBitmap(picture()).then((bitmap) => (bitmap.close(), bitmap))',
      'image-detached',
    ],
    [
      'a transferred ImageBitmap',
      'createImageBitmap(picture()).then((bitmap) => (structuredClone(bitmap, { transfer: [bitmap] }), bitmap))',
      'image-detached',
    ],
    [
      'a closed VideoFrame',
      '(() => { const frame = new VideoFrame(picture(), { timestamp: 0 }); frame.close(); return frame; })()',
      'image-detached',
    ],
    [
      'ImageData whose buffer is gone',
      `(() => {
      const data = picture().getContext('2d').getImageData(0, 0, 320, 200);
      structuredClone(data.data.buffer, { transfer: [data.data.buffer] });
      return data;
    })()`,
      'image-detached',
    ],
    ['an image without source', 'new Image()', 'image-not-ready'],
    ['an image that is still loading', "Object.assign(new Image(), { src: '/slow.png' })", 'image-not-ready'],
    [
      'an image that failed to load',
      "new Promise((resolve) => { const image = new Image(); image.onerror = () => resolve(image); image.src = '/missing.png'; })",
      'image-not-ready',
    ],
    ['a video without source', "document.createElement('video')", 'image-not-ready'],
    [
      'an SVG image without source',
      "document.createElementNS('http://www.w3.org/2000/svg', 'image')",
      'image-not-ready',
    ],
    ['a URL that answers 404', "'/missing.jpg'", 'image-fetch'],
    ['a URL that answers with a page', "'/html.jpg'", 'image-decode'],
    ['a reply that breaks off', "'/cut.jpg'", 'image-fetch'],
    ['an address that nobody serves', "'http://localhost:1/a.jpg'", 'image-fetch'],
    ['an address that is none', "'http://'", 'image-fetch'],
    ['undefined', 'undefined', 'unsupported-image-type'],
    ['null', 'null', 'unsupported-image-type'],
    ['a number', '7', 'unsupported-image-type'],
    ['an object', '({})', 'unsupported-image-type'],
    ['a div', "document.createElement('div')", 'unsupported-image-type'],
    ['an array of photos', '[picture()]', 'unsupported-image-type'],
  ])('%s is refused with its own error, and the next call works', async (_, make, code) => {
    const { error } = await caption(make);
    expect(error).toMatchObject({ name: 'InvalidInputError', code });
    expect(error?.message).not.toBe('');
    expect(error?.remedy).not.toBe('');
    expect((await caption('picture()')).text).toBeTypeOf('string');
  });

  test('the error shows what a file begins with', async () => {
    const { error } = await caption("new File(['this is not a photo'], 'photo.jpg')");
    expect(error?.message).toContain('this is not a ph');
    expect(error?.details).toMatchObject({
      bytes: 19,
      format: null,
      firstBytes: expect.stringMatching(/^74 68 69 73/),
    });
  });

  test('the limit is in the error of a photo that goes beyond it', async () => {
    const { error } = await caption('pngHeader(12000, 10001)');
    expect(error?.details).toEqual({ width: 12_000, height: 10_001, maxSide: 16_384, maxPixels: 120_000_000 });
  });

  test('a photo of another origin is named as such: element, canvas and URL', async () => {
    const outcomes = await page.evaluate(async (origin) => {
      const { outcome, imageElement } = globalThis.photos;
      const src = `${origin}/photo.png`;
      const image = await imageElement(src);
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')!.drawImage(image, 0, 0);
      return Promise.all([image, canvas, src].map((photo) => outcome(globalThis.captioner.caption(photo))));
    }, elsewhere.origin);
    expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(3).fill('image-cross-origin'));
  });
});
