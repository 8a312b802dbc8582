import { check, sameCaption } from '../expect.js';
import { animatedPng, chunk, palette, png, textChunk } from '../makers/png.js';
import { animatedWebp, bmp, gif } from '../makers/animations.js';
import { concat, latin1, uint32 } from '../makers/bytes.js';
import { canvasOf, drawnByBrowser, encode, otherColor, SCENE, sceneColor } from '../makers/scene.js';
import { asDrawn, asPicture, caption, file, refused } from '../picture-rows.js';

const flat = (levels) => () => levels;
const grey16 = (x, y) => sceneColor(x, y).map((level) => level * 257);
const hole = (x, y) => [...sceneColor(x, y), x > 80 ? 0 : 255];

/** Files of other kinds than JPEG, and files that are no pictures. */
export const FILES = [
  asPicture('PNG, 8 bits', () => png({ ...SCENE, pixel: sceneColor })),
  asPicture('PNG, 16 bits', () => png({ ...SCENE, bitDepth: 16, pixel: grey16 })),
  asPicture(
    'PNG, 1 bit grey',
    () => png({ ...SCENE, colorType: 0, bitDepth: 1, pixel: (x) => [x > 40 ? 1 : 0] }),
    (x) => (x > 40 ? [255, 255, 255] : [0, 0, 0]),
  ),
  asPicture(
    'PNG, palette with a transparent colour, on white',
    () =>
      png({
        ...SCENE,
        colorType: 3,
        pixel: (x, y) => [y > 60 ? 1 : 0],
        before: palette(
          [
            [200, 30, 60],
            [0, 0, 0],
          ],
          [255, 0],
        ),
      }),
    (x, y) => (y > 60 ? [255, 255, 255] : [200, 30, 60]),
  ),
  asPicture(
    'PNG, transparent parts, on white',
    () => png({ ...SCENE, colorType: 6, pixel: hole }),
    (x, y) => (x > 80 ? [255, 255, 255] : sceneColor(x, y)),
  ),
  {
    name: 'PNG, transparent parts, background: black',
    gives: 'the caption of the picture on black, not that on white',
    async run() {
      const photo = file(await png({ ...SCENE, colorType: 6, pixel: hole }));
      const onBlack = await caption(photo, { background: 'black' });
      sameCaption(onBlack, await caption(canvasOf(SCENE, (x, y) => (x > 80 ? [0, 0, 0] : sceneColor(x, y)))), 0.1);
      check(onBlack.logProb !== (await caption(photo)).logProb, 'black and white make no difference');
    },
  },
  asPicture('PNG with 5 MB of text in it', () => png({ ...SCENE, pixel: sceneColor, before: [textChunk(5e6)] })),
  asPicture('PNG, animated', () => animatedPng({ ...SCENE, frames: [sceneColor, otherColor] })),
  asDrawn('PNG with a gamma of its own', () =>
    png({ ...SCENE, pixel: sceneColor, before: [chunk('gAMA', uint32(100_000))] }),
  ),
  wideColor('PNG with a Display P3 profile', 'image/png'),
  wideColor('JPEG with a Display P3 profile', 'image/jpeg'),
  asPicture('PNG of one pixel', () => png({ width: 1, height: 1, pixel: flat([90, 160, 30]) }), flat([90, 160, 30]), {
    width: 1,
    height: 1,
  }),
  asPicture(
    'PNG of 4000 x 1 pixels',
    () => png({ width: 4000, height: 1, pixel: (x) => [x % 256, 90, 90] }),
    (x) => [x % 256, 90, 90],
    {
      width: 4000,
      height: 1,
    },
  ),
  refused('PNG of 0 x 0 pixels', 'image-empty', () => png({ width: 0, height: 0, pixel: flat([0, 0, 0]) })),
  refused('PNG that says 60000 x 60000 pixels (a bomb)', 'image-too-large', async () => {
    const bytes = await png({ width: 4, height: 4, pixel: flat([0, 0, 0]) });
    return concat(
      bytes.subarray(0, 8),
      chunk('IHDR', [...uint32(60_000), ...uint32(60_000), 8, 2, 0, 0, 0]),
      bytes.subarray(33),
    );
  }),
  refused('PNG without its data', 'image-decode', async () =>
    (await png({ ...SCENE, pixel: sceneColor })).slice(0, 40),
  ),
  asPicture('GIF, one frame', () => gif(twoColors([mask])), masked([255, 200, 0], [0, 60, 120])),
  asPicture(
    'GIF, animated',
    () => gif(twoColors([mask, (x, y) => 1 - mask(x, y)])),
    masked([255, 200, 0], [0, 60, 120]),
  ),
  {
    name: 'WebP, animated',
    gives: 'the caption of its first frame',
    async run() {
      const first = await encode(canvasOf(SCENE, sceneColor), 'image/webp', 0.9);
      const second = await encode(canvasOf(SCENE, otherColor), 'image/webp', 0.9);
      const found = await caption(file(animatedWebp(SCENE.width, SCENE.height, [first, second])));
      sameCaption(found, await caption(file(first)), 0.1);
    },
  },
  asPicture('WebP, lossless', () => encode(canvasOf(SCENE, sceneColor), 'image/webp', 1)),
  asPicture('BMP', () => bmp({ ...SCENE, pixel: sceneColor })),
  asPicture('BMP, from the top', () => bmp({ ...SCENE, pixel: sceneColor, topDown: true })),
  ...svgRows(),
  refused('HTML named .jpg', 'image-decode', () => latin1('<!doctype html><title>Not found</title>'), {
    message: /not an image.*<!doctype/s,
    details: { bytes: 39, firstBytes: (text) => text.startsWith('3c 21 64') },
  }),
  refused('empty file', 'image-decode', () => new Uint8Array(0), { message: /empty/ }),
  refused('random bytes', 'image-decode', () => Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3)),
  refused('HEIC file', 'image-decode', () =>
    concat([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic', new Uint8Array(500)),
  ),
  refused('TIFF file', 'image-decode', () => concat('II*\0', [8, 0, 0, 0], new Uint8Array(200))),
  refused('PDF file', 'image-decode', () => latin1('%PDF-1.7\n%âãÏÓ\n1 0 obj')),
];

/** Colours that sRGB has not; without its profile the file would mean others. */
function wideColor(name, type) {
  return {
    name,
    gives: 'the caption of what the browser draws',
    async run() {
      const canvas = Object.assign(document.createElement('canvas'), SCENE);
      const context = canvas.getContext('2d', { colorSpace: 'display-p3' });
      if (context.getContextAttributes?.().colorSpace !== 'display-p3') return 'this browser draws in sRGB only';
      for (const [i, color] of ['1 0.3 0.2', '0.1 0.9 0.2', '0.2 0.3 1', '0.9 0.8 0.1'].entries()) {
        context.fillStyle = `color(display-p3 ${color})`;
        context.fillRect((i % 2) * 80, i > 1 ? 60 : 0, 80, 60);
      }
      const photo = file(await encode(canvas, type, 0.95), type);
      sameCaption(await caption(photo), await caption(await drawnByBrowser(photo)), 0.1);
    },
  };
}

function twoColors(frames) {
  return {
    ...SCENE,
    frames,
    colors: [
      [255, 200, 0],
      [0, 60, 120],
    ],
  };
}

function mask(x, y) {
  return x > 50 && y > 30 ? 1 : 0;
}

function masked(one, other) {
  return (x, y) => (mask(x, y) ? other : one);
}

function svgRows() {
  const svg = (attributes) =>
    latin1(
      `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect width="300" height="300" fill="teal"/>` +
        '<circle cx="90" cy="60" r="50" fill="gold"/></svg>',
    );
  const sized = (name, attributes, width, height) => ({
    name,
    gives: `a caption, and ${width} x ${height} pixels`,
    async run() {
      const { grid } = await caption(file(svg(attributes), 'image/svg+xml'));
      check(grid.photoWidth === width && grid.photoHeight === height, `${grid.photoWidth} x ${grid.photoHeight}`);
    },
  });
  return [
    sized('SVG with a size', 'width="300" height="200"', 300, 200),
    {
      name: 'SVG without size',
      gives: 'a caption, at the default size',
      run: async () => void (await caption(file(svg('viewBox="0 0 300 200"'), 'image/svg+xml'))),
    },
    {
      name: 'SVG without size and view box',
      gives: 'a caption, at the default size',
      run: async () => void (await caption(file(svg(''), 'image/svg+xml'))),
    },
    refused('SVG that is not well-formed', 'image-decode', () =>
      latin1('<svg xmlns="http://www.w3.org/2000/svg"><rect'),
    ),
    refused('SVG of 40000 x 40000 pixels', 'image-too-large', () => svg('width="40000" height="40000"')),
  ];
}
