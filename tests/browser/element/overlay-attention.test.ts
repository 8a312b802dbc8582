import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Saccade from '../../../src/index.ts';
import { openHarness, type Harness } from '../harness.ts';
import { paintColouredGrid } from './coloured-grid.ts';
import { readPng } from './read-png.ts';

declare global {
  /** The built package, which the page has imported by name. */
  var saccade: typeof Saccade;
}

/** The photo as it is displayed, and how the page shows it. */
const CASES = [
  { name: 'a landscape photo', size: [420, 280], css: 'width: 300px', orientation: 1, cells: [0, 60, 195] },
  { name: 'a portrait photo', size: [240, 400], css: 'width: 180px', orientation: 1, cells: [13, 97, 182] },
  { name: 'an EXIF-turned photo', size: [240, 400], css: 'width: 180px', orientation: 6, cells: [13, 60, 182] },
  {
    name: 'a photo stretched by object-fit: fill',
    size: [420, 280],
    css: 'width: 200px; height: 300px; object-fit: fill',
    orientation: 1,
    cells: [13, 97, 182],
  },
  {
    name: 'a photo in letterbox (contain), border and padding',
    size: [420, 280],
    css: 'width: 260px; height: 300px; object-fit: contain; border: 7px solid blue; padding: 5px 11px',
    orientation: 1,
    cells: [0, 60, 195],
  },
  {
    name: 'a photo cropped by cover',
    size: [420, 280],
    css: 'width: 160px; height: 240px; object-fit: cover',
    orientation: 1,
    cells: [62, 90, 133],
  },
  {
    name: 'an EXIF-turned photo cropped by cover at a position',
    size: [240, 400],
    css: 'width: 300px; height: 200px; object-fit: cover; object-position: 20% 90%',
    orientation: 6,
    cells: [126, 150, 170],
  },
  {
    name: 'a photo moved by object-position in pixels (none)',
    size: [420, 280],
    css: 'width: 200px; height: 200px; object-fit: none; object-position: -30px -50px',
    orientation: 1,
    cells: [60, 76, 104],
  },
] as const;

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
}, 120_000);
afterAll(async () => {
  await harness.close();
});

describe.each([1, 2, 3])('overlayAttention at device pixel ratio %i', (ratio) => {
  test.each(CASES)(
    'lights the most attended cell on $name',
    async ({ size, css, orientation, cells }) => {
      const page = await harness.newPage();
      try {
        const devtools = await page.context().newCDPSession(page);
        // Playwright's own screenshot would go back to the ratio that its context was made with.
        const metrics = { width: 500, height: 480, deviceScaleFactor: ratio, mobile: false };
        await devtools.send('Emulation.setDeviceMetricsOverride', metrics);
        const src = await page.evaluate(`(${paintColouredGrid.toString()})(${size.join()}, ${orientation})`);
        await page.evaluate("import('saccade').then((module) => { globalThis.saccade = module; })");
        await page.evaluate(showPhoto, { src: src as string, css });
        const screenshot = await devtools.send('Page.captureScreenshot', { format: 'png' });
        const plain = readPng(Buffer.from(screenshot.data, 'base64'), inflateSync);
        expect(plain.width).toBe(500 * ratio);
        for (const cell of cells) {
          const { x, y } = await page.evaluate(findBrightest, cell);
          const [red, green] = plain.at(Math.round(x * ratio), Math.round(y * ratio));
          expect({ cell, row: Math.floor(green / 18), column: Math.floor(red / 18) }).toEqual({
            cell,
            row: Math.floor(cell / 14),
            column: cell % 14,
          });
        }
      } finally {
        await page.close();
      }
    },
    120_000,
  );
});

async function showPhoto({ src, css }: { src: string; css: string }): Promise<void> {
  document.body.innerHTML = `<div style="position: absolute; left: 23px; top: 17px"><img><canvas></canvas></div>`;
  const image = document.querySelector('img')!;
  image.style.cssText = css;
  document.querySelector('canvas')!.style.cssText = 'position: absolute; pointer-events: none';
  image.src = src;
  await image.decode();
}

/** Overlays a map with its peak in `cell` and gives the page position of the brightest pixel of the overlay. */
function findBrightest(cell: number): { x: number; y: number } {
  const { overlayAttention } = globalThis.saccade;
  const attention = new Float32Array(196).fill(0.4 / 196);
  for (const beside of [cell - 1, cell + 1, cell - 14]) if (attention[beside]) attention[beside] = 0.15;
  attention[cell] = 0.2;
  const canvas = document.querySelector('canvas')!;
  overlayAttention(document.querySelector('img')!, canvas, { attention }, { style: 'gray', opacity: 1 });
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let [sumX, sumY, count, highest] = [0, 0, 0, -1];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 0 || data[at]! < highest) continue;
    if (data[at]! > highest) [sumX, sumY, count, highest] = [0, 0, 0, data[at]!];
    sumX += (at / 4) % canvas.width;
    sumY += Math.floor(at / 4 / canvas.width);
    count += 1;
  }
  const box = canvas.getBoundingClientRect();
  const found = {
    x: box.x + ((sumX / count + 0.5) / canvas.width) * box.width,
    y: box.y + ((sumY / count + 0.5) / canvas.height) * box.height,
  };
  overlayAttention(document.querySelector('img')!, canvas, null);
  return found;
}
