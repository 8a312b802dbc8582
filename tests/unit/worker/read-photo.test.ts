import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PhotoPayload } from '../../../src/shared/protocol.ts';
import { readPhoto } from '../../../worker/read-photo.ts';

const preprocessing = {
  width: 8,
  height: 8,
  fit: 'squash',
  resize: 'pillow-bicubic',
  mean: [127, 127, 127],
  std: [128, 128, 128],
  channelOrder: 'RGB',
  layout: 'NCHW',
} as const;
const settings = preprocessing as unknown as Parameters<typeof readPhoto>[2];

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A bitmap whose pixel (x, y) is known, and a canvas that can draw bands of it. */
function stubCanvas(width: number, height: number) {
  const log = { bands: [] as number[], backgrounds: new Set<string>(), canvasPixels: 0 };
  class FakeCanvas {
    width: number;
    height: number;
    constructor(w: number, h: number) {
      this.width = w;
      this.height = h;
      log.canvasPixels = w * h;
    }
    getContext() {
      let top = 0;
      return {
        set fillStyle(style: string) {
          log.backgrounds.add(style);
        },
        fillRect: () => undefined,
        drawImage: (_bitmap: unknown, _x: number, y: number, _w: number, rows: number) => {
          top = y;
          log.bands.push(rows);
        },
        getImageData: (_x: number, _y: number, w: number, rows: number) => {
          const data = new Uint8ClampedArray(w * rows * 4);
          for (let i = 0; i < w * rows; i++) data.set(pixel(i % w, top + Math.floor(i / w)), 4 * i);
          return { data };
        },
      };
    }
  }
  vi.stubGlobal('OffscreenCanvas', FakeCanvas);
  return { bitmap: { width, height, close: () => undefined } as ImageBitmap, log };
}
const pixel = (x: number, y: number) => [(x * 5) % 256, (y * 3) % 256, (x + y) % 256, 255];

function payload(width: number, height: number) {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) rgba.set(pixel(i % width, Math.floor(i / width)), 4 * i);
  return { rgba, width, height };
}

const read = (bitmap: PhotoPayload['bitmap'], background = 'white', isUpright = false) =>
  readPhoto({ bitmap, photoWidth: bitmap.width, photoHeight: bitmap.height, isUpright }, background, settings);

/** Frames of the bitmap above. */
function stubFrames(
  format: string,
  { fails = false, ...colorSpace } = { primaries: 'bt709', transfer: 'iec61966-2-1' },
) {
  const log = { open: 0, made: 0 };
  class FakeFrame {
    readonly format = format;
    readonly colorSpace = colorSpace;
    readonly visibleRect: { width: number; height: number };
    constructor(bitmap: ImageBitmap) {
      this.visibleRect = { width: bitmap.width, height: bitmap.height };
      log.open += 1;
      log.made += 1;
    }
    async copyTo(to: Uint8Array, { rect }: { rect: { x: number; y: number; width: number; height: number } }) {
      await Promise.resolve();
      // Not at once, so that something is there already.
      if (fails && rect.y > 0) throw new DOMException('The frame is gone.', 'OperationError');
      for (let i = 0; i < rect.width * rect.height; i++) {
        const [red, green, blue] = pixel(i % rect.width, rect.y + Math.floor(i / rect.width)) as [
          number,
          number,
          number,
        ];
        to.set(format.startsWith('B') ? [blue, green, red, 7] : [red, green, blue, 7], 4 * i);
      }
    }
    close() {
      log.open -= 1;
    }
  }
  vi.stubGlobal('VideoFrame', FakeFrame);
  return log;
}

describe('readPhoto', () => {
  it('gives the same tensor for a bitmap as for its pixels, on the background asked for', async () => {
    const { bitmap, log } = stubCanvas(50, 30);
    const fromBitmap = await read(bitmap, 'tomato');
    expect(fromBitmap).toEqual(await read(payload(50, 30)));
    expect(fromBitmap.pixels).toHaveLength(3 * 64);
    expect([...log.backgrounds]).toEqual(['tomato']);
  });

  it.each(['BGRX', 'RGBX'])('reads an upright bitmap without a canvas where it is a frame of %s', async (format) => {
    const { bitmap, log } = stubCanvas(1000, 300);
    const frames = stubFrames(format);
    expect(await read(bitmap, 'white', true)).toEqual(await read(payload(1000, 300)));
    expect([log.bands, frames]).toEqual([[], { open: 0, made: 1 }]);
  });

  it.each([
    ['BGRA', undefined],
    ['I420', undefined],
    ['BGRX', { primaries: 'smpte432', transfer: 'iec61966-2-1' }],
    ['BGRX', { primaries: 'bt709', transfer: 'pq' }],
    ['BGRX', { fails: true, primaries: 'bt709', transfer: 'iec61966-2-1' }],
  ])('reads it from a canvas where its frame is %s of %o', async (format, how) => {
    const { bitmap, log } = stubCanvas(1000, 300);
    const frames = stubFrames(format, how);
    expect(await read(bitmap, 'tomato', true)).toEqual(await read(payload(1000, 300)));
    expect([...log.backgrounds]).toEqual(['tomato']);
    expect(frames).toEqual({ open: 0, made: 1 });
  });

  it('makes no frame of a bitmap that may be turned', async () => {
    const { bitmap } = stubCanvas(50, 30);
    const frames = stubFrames('BGRX');
    await read(bitmap);
    expect(frames.made).toBe(0);
  });

  it('reads a large bitmap in bands of at most a megapixel that make up the whole', async () => {
    const { bitmap, log } = stubCanvas(3000, 1000);
    await read(bitmap);
    expect(log.bands.length).toBeGreaterThan(2);
    expect(log.bands.reduce((a, b) => a + b)).toBe(1000);
    expect(log.canvasPixels).toBeLessThanOrEqual(1 << 20);
  });

  it('reads a photo of a single pixel', async () => {
    const { pixels } = await read({ rgba: Uint8ClampedArray.of(255, 127, 0, 255), width: 1, height: 1 });
    expect([pixels[0], pixels[64], pixels[128]]).toEqual([1, 0, Math.fround(-127 / 128)]);
  });

  it('refuses a bitmap that was closed, and pixels that do not fit their size', async () => {
    const { bitmap } = stubCanvas(0, 0);
    await expect(read(bitmap)).rejects.toMatchObject({ code: 'image-detached' });
    await expect(read({ rgba: new Uint8ClampedArray(7), width: 2, height: 1 })).rejects.toMatchObject({
      code: 'bad-shape',
    });
  });
});
