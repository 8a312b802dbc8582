import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import type * as Saccade from '../../../src/index.ts';
import { openHarness, type Harness } from '../harness.ts';
import { paintColouredGrid } from './coloured-grid.ts';

declare global {
  var figure: { svg: string; soft: Saccade.Caption; hard: Saccade.Caption; photo: HTMLImageElement };
}

/** Where the soft word "dog" looks, and where the hard one's draw fell. */
const CELLS = { soft: 60, hard: 118 };

let harness: Harness;
let page: Page;
beforeAll(async () => {
  harness = await openHarness();
  page = await harness.newPage();
  const src = await page.evaluate(`(${paintColouredGrid.toString()})(280, 196, 1)`);
  await page.evaluate("import('saccade').then((module) => { globalThis.saccade = module; })");
  await page.evaluate(makeFigure, { src: src as string, cells: CELLS });
}, 180_000);
afterAll(async () => {
  await harness.close();
});

test('renderFigureSvg writes a well-formed picture of its own with every word as text', async () => {
  const { error, title, words, headings, links, size } = await page.evaluate(() => {
    const svg = new DOMParser().parseFromString(globalThis.figure.svg, 'image/svg+xml');
    const texts = [...svg.querySelectorAll('text')];
    const layout = svg.documentElement;
    return {
      error: svg.querySelector('parsererror')?.textContent ?? '',
      title: svg.querySelector('title')?.textContent,
      words: texts.filter((text) => text.getAttribute('text-anchor') === 'middle').map((text) => text.textContent),
      headings: texts.filter((text) => !text.hasAttribute('text-anchor')).map((text) => text.textContent),
      links: [...svg.querySelectorAll('[href]')].map((element) => element.getAttribute('href')!.slice(0, 15)),
      size: ['width', 'height', 'viewBox'].map((name) => layout.getAttribute(name)),
    };
  });
  expect(error).toBe('');
  expect(title).toBe('a <dog> & of / a dog');
  expect(words).toEqual(['a', '<dog>', '&', 'of', 'a', 'dog']);
  expect(headings.map((text) => text!.split(':')[0])).toEqual(['Soft attention', 'Hard attention']);
  expect(size[2]).toBe(`0 0 ${size[0]} ${size[1]}`);
  // The photo once as JPEG and again by reference, for itself and every word; a map only for words that looked.
  expect(links.filter((href) => href === 'data:image/jpeg')).toHaveLength(1);
  expect(links.filter((href) => href === '#photo')).toHaveLength(8);
  expect(links.filter((href) => href === 'data:image/png;')).toHaveLength(3);
  expect(links).toHaveLength(12);
});

test('renderFigureSvg draws what renderFigure draws, brightest where the word looked', async () => {
  const { difference, brightest } = await page.evaluate(async (tileWidth) => {
    const { svg, soft, hard, photo } = globalThis.figure;
    const canvas = document.createElement('canvas');
    globalThis.saccade.renderFigure([soft, hard], photo, { canvas, tileSize: tileWidth, pixelRatio: 1 });
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    await image.decode();
    const drawn = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    drawn.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const data = [canvas, drawn].map((from) => from.getContext('2d')!.getImageData(0, 0, from.width, from.height).data);
    const difference = data[0]!.reduce((sum, value, at) => sum + Math.abs(value - data[1]![at]!), 0) / data[0]!.length;
    const { tiles } = globalThis.saccade.layoutFigure([soft, hard], { tileSize: tileWidth });
    // Green of the test photo counts rows, red columns: light over dark, so compare with the tile of the photo alone.
    const brightest = tiles
      .filter(({ label }) => label.includes('dog'))
      .map(({ rect }) => {
        let [best, found] = [-Infinity, -1];
        for (let cell = 0; cell < 196; cell++) {
          const x = Math.round(rect.x + ((cell % 14) + 0.5) * (rect.width / 14));
          const y = Math.round(rect.y + (Math.floor(cell / 14) + 0.5) * (rect.height / 14));
          const at = 4 * (y * canvas.width + x) + 2; // blue is the same all over the photo
          if (data[1]![at]! > best) [best, found] = [data[1]![at]!, cell];
        }
        return found;
      });
    return { difference, brightest };
  }, 140);
  expect(difference).toBeLessThan(4);
  expect(brightest).toEqual([CELLS.soft, CELLS.hard]);
});

test('renderFigureSvg throws without a caption', async () => {
  const told = await page.evaluate(() => {
    try {
      return globalThis.saccade.renderFigureSvg([], globalThis.figure.photo);
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(told).toBe('RangeError');
});

async function makeFigure({ src, cells }: { src: string; cells: typeof CELLS }): Promise<void> {
  const photo = new Image();
  photo.src = src;
  await photo.decode();
  const peak = (cell: number) => {
    const map = new Float32Array(196).fill(0.5 / 195);
    map[cell] = 0.5;
    return map;
  };
  const caption = (words: string[], attention: 'soft' | 'hard', cell: number) =>
    ({
      text: words.join(' '),
      attention,
      seed: 5,
      grid: { rows: 14, columns: 14, photoWidth: 280, photoHeight: 196 },
      tokens: words.map((word, index) => ({
        text: (index > 0 ? ' ' : '') + word,
        attention: peak(cell),
        ...(attention === 'hard' && { samples: [cell] }),
      })),
    }) as unknown as Saccade.Caption;
  const soft = caption(['a', '<dog>', '&', 'of'], 'soft', cells.soft);
  const hard = caption(['a', 'dog'], 'hard', cells.hard);
  const svg = globalThis.saccade.renderFigureSvg([soft, hard], photo, { tileSize: 140, pixelRatio: 1 });
  globalThis.figure = { svg, soft, hard, photo };
}
