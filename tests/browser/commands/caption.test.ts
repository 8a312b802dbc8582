import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captionFolder, photoNames } from '../../../scripts/caption/caption-folder.mjs';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const MODEL = root('tests/fixtures/tiny-pack');
const ONE_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

interface Entry {
  text: string;
  grid: [number, number];
  tokens: { text: string; logProb: number; attention: number[]; samples?: number[] }[];
  error?: { code: string; message: string };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saccade-caption-'));
  const photo = root('examples/demo/photos/cat.jpg');
  await cp(photo, join(folder, 'a photo (1) é.JPG'));
  await writeFile(join(folder, 'cut.jpeg'), (await readFile(photo)).subarray(0, 200));
  await writeFile(join(folder, 'text.jpg'), 'This is no photo.');
  await writeFile(join(folder, 'pixel.png'), Buffer.from(ONE_PIXEL, 'base64'));
  await writeFile(join(folder, 'notes.txt'), 'left out');
});
afterAll(() => rm(folder, { recursive: true }));

async function captionAll(options: object): Promise<Record<string, Entry>> {
  const out = join(folder, 'out', 'captions.json');
  await captionFolder({ images: folder, out, options, backend: 'wasm', model: MODEL });
  return JSON.parse(await readFile(out, 'utf8'));
}

describe('npm run caption', () => {
  it('takes JPEG and PNG files whatever the case of their names, in order', async () => {
    expect(await photoNames(folder)).toEqual(['a photo (1) é.JPG', 'cut.jpeg', 'pixel.png', 'text.jpg']);
  });

  it('writes captions with maps, and an error for each bad file, and goes on', async () => {
    const entries = await captionAll({ beams: 3 });
    expect(Object.keys(entries)).toEqual(['a photo (1) é.JPG', 'cut.jpeg', 'pixel.png', 'text.jpg']);
    for (const name of ['cut.jpeg', 'text.jpg']) {
      expect(entries[name].error?.code).toBe('image-decode');
      expect(entries[name].error?.message).toBeTruthy();
    }
    for (const name of ['a photo (1) é.JPG', 'pixel.png']) {
      const { text, grid, tokens } = entries[name];
      expect(grid).toEqual([14, 14]);
      expect(tokens.map((token) => token.text).join('')).toBe(text);
      for (const { attention, logProb } of tokens) {
        expect(attention).toHaveLength(196);
        expect(attention.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
        expect(logProb).toBeLessThanOrEqual(0);
      }
    }
  });

  it('writes the places drawn with hard attention, the same ones for the same seed', async () => {
    const first = await captionAll({ attention: 'hard', samples: 2, seed: 7, beams: 1 });
    expect(first['pixel.png'].tokens[0].samples).toHaveLength(2);
    expect(await captionAll({ attention: 'hard', samples: 2, seed: 7, beams: 1 })).toEqual(first);
  }, 300_000);

  it('says what is wrong with an option in the entry', async () => {
    const entries = await captionAll({ beams: 99 });
    expect(entries['pixel.png'].error).toMatchObject({ code: 'bad-option' });
  });
});
