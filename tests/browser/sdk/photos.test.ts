import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../harness.ts';
import { captionOf, openSdkPage, PAGE_MODULES, TINY, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

let harness: Harness;
let page: Page;

beforeAll(async () => {
  harness = await openHarness({ mounts: PAGE_MODULES, isolated: false });
  page = await openSdkPage(harness, TINY);
});
afterAll(async () => {
  await harness.close();
});

const caption = (photo: string, options?: string) => captionOf(page, photo, options);

describe('a photo', () => {
  test.each([
    ['Blob', 'encode(picture())'],
    ['File', "encode(picture()).then((blob) => new File([blob], 'a.png'))"],
    ['ArrayBuffer', 'encode(picture()).then((blob) => blob.arrayBuffer())'],
    ['Uint8Array', 'encode(picture()).then((blob) => blob.arrayBuffer()).then((buffer) => new Uint8Array(buffer))'],
    [
      'a view into the middle of a buffer',
      `encode(picture()).then((blob) => new Blob(['xyz', blob, 'abc']).arrayBuffer())
      .then((buffer) => new DataView(buffer, 3, buffer.byteLength - 6))`,
    ],
    ['an object URL', 'encode(picture()).then((blob) => URL.createObjectURL(blob))'],
    ['a URL object', 'encode(picture()).then((blob) => new URL(URL.createObjectURL(blob)))'],
    ['a data URL', 'picture().toDataURL()'],
    ['HTMLCanvasElement', 'picture()'],
    [
      'OffscreenCanvas',
      '(() => { const c = new OffscreenCanvas(320, 200); c.getContext("2d").drawImage(picture(), 0, 0); return c; })()',
    ],
    ['ImageBitmap', 'createImageBitmap(picture())'],
    ['ImageData', "picture().getContext('2d').getImageData(0, 0, 320, 200)"],
    ['HTMLImageElement', 'imageElement(picture().toDataURL())'],
    ['VideoFrame', 'new VideoFrame(picture(), { timestamp: 0 })'],
    ['lossless WebP', "encode(picture(), 'image/webp')"],
    [
      'an image element of an iframe',
      `(async () => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const image = new frame.contentWindow.Image();
      image.src = picture().toDataURL();
      await image.decode();
      return image;
    })()`,
    ],
    [
      'SVGImageElement',
      `(async () => {
      const svg = document.body.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
      const image = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'image'));
      image.setAttribute('href', picture().toDataURL());
      await new Promise((resolve) => image.addEventListener('load', resolve));
      return image;
    })()`,
    ],
  ])('as %s gives the caption of its pixels', async (_, make) => {
    const reference = await caption("picture().getContext('2d').getImageData(0, 0, 320, 200)");
    const outcome = await caption(make);
    expect(outcome.error).toBeUndefined();
    expect(outcome.photo).toEqual([320, 200]);
    expect(outcome.text).toBe(reference.text);
    expect(outcome.logProb).toBeCloseTo(reference.logProb!, 1);
  });

  test('that is a large image element is decoded from its bytes and gives the same caption', async () => {
    const make = (kind: string) => `(async () => {
      const blob = await encode(picture(1600, 1200));
      return ${kind};
    })()`;
    const blob = await caption(make('blob'));
    const element = await caption(make('imageElement(URL.createObjectURL(blob))'));
    expect(element).toEqual(blob);
    expect(element.photo).toEqual([1600, 1200]);
  });

  test('in a video gives the frame that is shown', async () => {
    const outcome = await caption(`(async () => {
      const canvas = picture();
      const video = Object.assign(document.createElement('video'), { muted: true, srcObject: canvas.captureStream(10) });
      const draw = setInterval(() => canvas.getContext('2d').drawImage(picture(), 0, 0), 50);
      await video.play();
      while (video.videoWidth === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      clearInterval(draw);
      return video;
    })()`);
    expect(outcome.error).toBeUndefined();
    expect(outcome.photo).toEqual([320, 200]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('with EXIF orientation %d is read upright', async (orientation) => {
    const upright = await caption('turnedJpeg(picture(), 1)');
    const turned = await caption(`turnedJpeg(picture(), ${String(orientation)})`);
    expect(turned.photo).toEqual([320, 200]);
    expect(turned.logProb).toBeCloseTo(upright.logProb!, 1);
    const element = await caption(
      `turnedJpeg(picture(), ${String(orientation)}).then((blob) => imageElement(URL.createObjectURL(blob)))`,
    );
    expect(element.photo).toEqual([320, 200]);
    expect(element.logProb).toBeCloseTo(upright.logProb!, 1);
  });

  test('that is stored turned without saying so gives other numbers', async () => {
    // The control of the test above: its comparison can fail.
    const upright = await caption('turnedJpeg(picture(), 1)');
    const flipped = await caption(`(() => {
      const canvas = picture();
      const context = canvas.getContext('2d');
      context.setTransform(-1, 0, 0, -1, 320, 200);
      context.drawImage(picture(), 0, 0);
      return encode(canvas, 'image/jpeg');
    })()`);
    expect(Math.abs(flipped.logProb! - upright.logProb!)).toBeGreaterThan(0.05);
  });

  test.each(['srgb', 'display-p3'])('as a JPEG in %s gives the numbers of its bitmap', async (colorSpace) => {
    const jpeg = `(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
      const context = canvas.getContext('2d', { colorSpace: '${colorSpace}' });
      context.drawImage(picture(), 0, 0);
      context.fillStyle = 'color(display-p3 1 0 0)';
      context.fillRect(20, 20, 150, 100);
      return encode(canvas, 'image/jpeg');
    })()`;
    const file = await caption(jpeg);
    expect(file.error).toBeUndefined();
    expect(file).toEqual(await caption(`${jpeg}.then((blob) => createImageBitmap(blob))`));
  });

  test('with transparent pixels is put on white, or on the colour asked for', async () => {
    const transparent = "encode(Object.assign(document.createElement('canvas'), { width: 50, height: 40 }))";
    const plain = (color: string) => `(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 50, height: 40 });
      const context = canvas.getContext('2d');
      context.fillStyle = '${color}';
      context.fillRect(0, 0, 50, 40);
      return encode(canvas);
    })()`;
    expect(await caption(transparent)).toEqual(await caption(plain('white')));
    expect(await caption(transparent, "{ background: 'rgb(0 0 0)' }")).toEqual(await caption(plain('black')));
    expect(await caption(plain('black'))).not.toEqual(await caption(plain('white')));
  });

  test('of one pixel has a caption', async () => {
    const outcome = await caption('encode(picture(1, 1))');
    expect(outcome.error).toBeUndefined();
    expect(outcome.photo).toEqual([1, 1]);
  });

  test('of 16 bits a channel is read', async () => {
    const outcome = await caption('png16(65535, 32768, 0)');
    expect(outcome.error).toBeUndefined();
    expect(outcome.photo).toEqual([2, 2]);
  });

  test.each([
    [
      'with a size',
      '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="60" height="80"/></svg>',
      [120, 80],
    ],
    [
      'without a size',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="10" height="10" fill="red"/></svg>',
      null,
    ],
    [
      'without any measure',
      '<svg xmlns="http://www.w3.org/2000/svg"><rect width="10" height="10" fill="red"/></svg>',
      null,
    ],
  ])('as SVG %s is drawn', async (_, svg, size) => {
    const blob = `new Blob([${JSON.stringify(svg)}], { type: 'image/svg+xml' })`;
    for (const make of [blob, `imageElement(URL.createObjectURL(${blob}))`]) {
      const outcome = await caption(make);
      expect(outcome.error).toBeUndefined();
      if (size) expect(outcome.photo).toEqual(size);
      else expect(Math.min(...outcome.photo!)).toBeGreaterThan(10);
    }
  });

  test("of the caller's is left as it was", async () => {
    const state = await page.evaluate(async () => {
      const { picture } = globalThis.photos;
      const bitmap = await createImageBitmap(picture());
      const frame = new VideoFrame(picture(), { timestamp: 0 });
      const data = picture().getContext('2d')!.getImageData(0, 0, 320, 200);
      const bytes = await (await globalThis.photos.encode(picture())).arrayBuffer();
      for (const photo of [bitmap, frame, data, bytes]) await globalThis.captioner.caption(photo);
      return [bitmap.width, frame.displayWidth, data.data.length, bytes.byteLength > 0];
    });
    expect(state).toEqual([320, 320, 320 * 200 * 4, true]);
  });

  test('can be read where workers have no 2D canvas', async () => {
    const poor = await openSdkPage(harness, TINY);
    const photo = await poor.evaluate(async () => {
      // @ts-expect-error: as in Safari before 16.4
      delete globalThis.OffscreenCanvas;
      const { grid } = await globalThis.captioner.caption(await globalThis.photos.encode(globalThis.photos.picture()));
      return [grid.photoWidth, grid.photoHeight];
    });
    expect(photo).toEqual([320, 200]);
    await poor.close();
  });
});
