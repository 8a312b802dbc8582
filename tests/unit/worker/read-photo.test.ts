import { afterEach, describe, expect, it, vi } from 'vitest';
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

describe('readPhoto', () => {
  it('gives the same tensor for a bitmap as for its pixels, on the background asked for', () => {
    const { bitmap, log } = stubCanvas(50, 30);
    const fromBitmap = readPhoto(bitmap, 'tomato', settings);
    expect(fromBitmap).toEqual(readPhoto(payload(50, 30), 'white', settings));
    expect(fromBitmap.pixels).toHaveLength(3 * 64);
    expect([...log.backgrounds]).toEqual(['tomato']);
  });

  it('reads a large bitmap in bands of at most a megapixel that make up the whole', () => {
    const { bitmap, log } = stubCanvas(3000, 1000);
    readPhoto(bitmap, 'white', settings);
    expect(log.bands.length).toBeGreaterThan(2);
    expect(log.bands.reduce((a, b) => a + b)).toBe(1000);
    expect(log.canvasPixels).toBeLessThanOrEqual(1 << 20);
  });

  it('reads a photo of a single pixel', () => {
    const { pixels } = readPhoto(
      { rgba: Uint8ClampedArray.of(255, 127, 0, 255), width: 1, height: 1 },
      'white',
      settings,
    );
    expect([pixels[0], pixels[64], pixels[128]]).toEqual([1, 0, Math.fround(-127 / 128)]);
  });

  it('refuses a bitmap that was closed, and pixels that do not fit their size', () => {
    const { bitmap } = stubCanvas(0, 0);
    expect(() => readPhoto(bitmap, 'white', settings)).toThrowError(
      expect.objectContaining({ code: 'image-detached' }),
    );
    expect(() => readPhoto({ rgba: new Uint8ClampedArray(7), width: 2, height: 1 }, 'white', settings)).toThrowError(
      expect.objectContaining({ code: 'bad-shape' }),
    );
  });
});
