import { check, rejects, sameCaption } from '../expect.js';
import { blockJpeg, withMetadata, withOrientation } from '../makers/jpeg.js';
import { canvasOf, SCENE, sceneColor } from '../makers/scene.js';
import { asDrawn, caption, file, refused, sceneJpeg } from '../picture-rows.js';

/** `drawImage` of a stored picture so that it stands upright, by EXIF orientation: canvas matrix [a b c d e f]. */
const TURNS = {
  1: [1, 0, 0, 1, 0, 0],
  2: [-1, 0, 0, 1, 'w', 0],
  3: [-1, 0, 0, -1, 'w', 'h'],
  4: [1, 0, 0, -1, 0, 'h'],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, 1, -1, 0, 'h', 0],
  7: [0, -1, -1, 0, 'h', 'w'],
  8: [0, -1, 1, 0, 0, 'w'],
};

const orientation = (tag) => ({
  name: `JPEG with EXIF orientation ${tag}`,
  gives: 'the caption of the picture turned upright, and its size',
  async run() {
    const stored = await sceneJpeg();
    const bitmap = await createImageBitmap(file(stored));
    const { width: w, height: h } = bitmap;
    const [width, height] = tag > 4 ? [h, w] : [w, h];
    const upright = Object.assign(document.createElement('canvas'), { width, height });
    const context = upright.getContext('2d');
    context.setTransform(...TURNS[tag].map((entry) => ({ w, h })[entry] ?? entry));
    context.drawImage(bitmap, 0, 0);
    const found = await caption(file(withOrientation(stored, tag)));
    sameCaption(found, await caption(upright));
    const { grid } = found;
    check(grid.photoWidth === width && grid.photoHeight === height, `${grid.photoWidth} x ${grid.photoHeight}`);
    if (tag > 1) {
      const unturned = await caption(canvasOf(SCENE, sceneColor));
      check(unturned.logProb !== found.logProb, 'the model cannot tell this turn; the row shows nothing');
    }
  },
});

/** JPEG files. */
export const JPEGS = [
  ...Object.keys(TURNS).map((tag) => orientation(Number(tag))),
  asDrawn('JPEG, CMYK (Adobe, inverted)', () =>
    blockJpeg(SCENE.width, SCENE.height, (x, y) => [...sceneColor(x * 8, y * 8), 255]),
  ),
  asDrawn('JPEG, grey', () => blockJpeg(SCENE.width, SCENE.height, (x, y) => [sceneColor(x * 8, y * 8)[0]])),
  asDrawn('JPEG, YCbCr, odd size (131 x 77)', () =>
    blockJpeg(131, 77, (x, y) => [sceneColor(x * 8, y * 8)[0], 90, 160]),
  ),
  asDrawn('JPEG with 600 kB of metadata before its size', async () => withMetadata(await sceneJpeg(), 10)),
  {
    name: 'JPEG cut in the middle',
    gives: 'the upper part as browsers show it, or image-decode',
    async run() {
      const bytes = await sceneJpeg();
      const photo = file(bytes.slice(0, bytes.length / 2));
      await caption(photo).catch((error) => rejects(Promise.reject(error), 'image-decode'));
    },
  },
  refused('JPEG cut in its head', 'image-decode', async () => (await sceneJpeg()).slice(0, 60)),
  refused(
    'JPEG of 20000 x 20000 pixels',
    'image-too-large',
    () => {
      const bytes = blockJpeg(64, 64, () => [100, 128, 128]);
      const frame = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
      bytes.set([0x4e, 0x20, 0x4e, 0x20], frame + 5);
      return bytes;
    },
    { message: /20000 x 20000/ },
  ),
  {
    name: 'JPEG of 12000 x 9000 pixels (108 megapixels)',
    gives: 'a caption, and its size',
    slow: true,
    async run() {
      const bytes = blockJpeg(12_000, 9_000, (x, y) => [sceneColor(x, y, { width: 1500, height: 1125 })[1]]);
      const { grid } = await caption(file(bytes));
      check(grid.photoWidth === 12_000 && grid.photoHeight === 9_000, `${grid.photoWidth} x ${grid.photoHeight}`);
    },
  },
];
