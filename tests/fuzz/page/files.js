import { check, rejects, settles, wholeCaption } from '/torture/expect.js';
import { animatedWebp, bmp, gif } from '/torture/makers/animations.js';
import { blockJpeg, withOrientation } from '/torture/makers/jpeg.js';
import { animatedPng, palette, png, repairChecksums } from '/torture/makers/png.js';
import { canvasOf, encode, otherColor, sceneColor } from '/torture/makers/scene.js';
import { captioner } from '/torture/stage.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

const SIZE = { width: 48, height: 36 };
const CODES = ['image-decode', 'image-empty', 'image-too-large'];
const color = (x, y) => sceneColor(x, y, SIZE);
const other = (x, y) => otherColor(x, y, SIZE);

async function originals() {
  const canvas = canvasOf(SIZE, color);
  const jpeg = await encode(canvas, 'image/jpeg', 0.8);
  const webp = await encode(canvas, 'image/webp', 0.8);
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 6 4"><rect width="3" height="4"/>' +
    '<circle cx="4" cy="2" r="1" fill="red"/><text x="1" y="1" font-size="1">a</text></svg>';
  return {
    'JPEG': jpeg,
    'JPEG with EXIF': withOrientation(jpeg, 6),
    'JPEG, CMYK': blockJpeg(SIZE.width, SIZE.height, (x, y) => [...color(x * 8, y * 8), 255]),
    'PNG': await png({ ...SIZE, pixel: color }),
    'PNG, 16 bits': await png({ ...SIZE, bitDepth: 16, pixel: (x, y) => color(x, y).map((level) => level * 257) }),
    'PNG, palette': await png({
      ...SIZE,
      colorType: 3,
      pixel: (x) => [x > 20 ? 1 : 0],
      before: palette(
        [
          [200, 30, 60],
          [0, 90, 0],
        ],
        [255, 90],
      ),
    }),
    'PNG, animated': await animatedPng({ ...SIZE, frames: [color, other] }),
    'GIF, animated': gif({
      ...SIZE,
      frames: [(x) => (x > 9 ? 1 : 0), (x) => (x > 20 ? 0 : 1)],
      colors: [
        [255, 200, 0],
        [0, 60, 120],
      ],
    }),
    'WebP': webp,
    'WebP, lossless': await encode(canvas, 'image/webp', 1),
    'WebP, animated': animatedWebp(SIZE.width, SIZE.height, [webp, webp]),
    'BMP': bmp({ ...SIZE, pixel: color }),
    'SVG': new TextEncoder().encode(svg),
    'random bytes': Uint8Array.from({ length: 3000 }, (_, i) => (i * 2654435761) >>> 13),
  };
}

/** The n-th damage to a file; none at all for the first. Without their checksums set right, all damaged PNGs end alike. */
function damaged(name, bytes, n, random, all) {
  if (n === 0) return bytes;
  const result = mutate(bytes, random, random.pick(all));
  return name.startsWith('PNG') && random.chance(0.7) ? repairChecksums(result) : result;
}

/**
 * Gives back a table: for each kind of file a function that tries the n-th mutation of it.
 *
 * Each must end in a caption or in a typed error about the picture; the file as it is, in a caption.
 */
export async function fileTrials(seed) {
  const kinds = await originals();
  const all = Object.values(kinds);
  return Object.entries(kinds).map(([name, bytes], kind) => ({
    name,
    async attempt(n) {
      const random = new Random(seed * 1_000_003 + kind * 65_537 + n);
      const file = new Blob([damaged(name, bytes, n, random, all)], {
        type: random.pick(['', 'image/jpeg', 'image/png']),
      });
      const call = (await captioner()).caption(file, { beams: 1 });
      let error;
      try {
        wholeCaption(await settles(call));
        return 'captions';
      } catch (thrown) {
        error = thrown;
      }
      check(n > 0 || name === 'random bytes', `the undamaged file: ${String(error)}`);
      return (await rejects(Promise.reject(error), CODES)).code;
    },
  }));
}
