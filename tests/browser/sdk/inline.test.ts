import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHarness, type Harness } from '../harness.ts';
import { PAGE_MODULES } from './sdk-page.ts';

let harness: Harness;

/** Two captioners of one page, each with a worker of its own: what they say, and on how many threads. */
const twoCaptions = (entry: string, threads: number) => `(async () => {
  const { Captioner } = await import('${entry}');
  const { picture } = await import('/sdk/photos.js');
  const said = [];
  for (let visit = 0; visit < 2; visit += 1) {
    const captioner = await Captioner.create({
      backend: 'wasm',
      model: '/fixtures/tiny-pack/',
      assetBase: '/saccade/',
      threads: ${threads},
    });
    const { text, tokens } = await captioner.caption(picture());
    said.push({ text, threads: captioner.backend.threads, logProb: tokens[0].logProb });
    captioner.destroy();
  }
  return { said, cores: navigator.hardwareConcurrency, isolated: crossOriginIsolated };
})()`;

interface Told {
  said: { text: string; threads: number; logProb: number }[];
  cores: number;
  isolated: boolean;
}

async function visit(entry: string, threads: number): Promise<Told> {
  const page = await harness.newPage();
  const told = await page.evaluate<Told>(twoCaptions(entry, threads));
  await page.close();
  return told;
}

beforeAll(async () => {
  harness = await openHarness({ mounts: PAGE_MODULES });
});
afterAll(async () => {
  await harness.close();
});

describe('saccade/inline', () => {
  test('carries its worker with it, and captions as the main entry does', async () => {
    const inline = await visit('saccade/inline', 1);
    const main = await visit('saccade', 1);
    expect(inline.said).toEqual(main.said);
    expect(inline.said[0]!.text).toMatch(/^[a-z ]+$/);
  });

  test('starts the threads that are asked for, in every worker, on a page that is cross-origin isolated', async () => {
    const { said, cores, isolated } = await visit('saccade/inline', 2);
    expect(isolated).toBe(true);
    expect(said.map(({ threads }) => threads)).toEqual([Math.min(2, cores), Math.min(2, cores)]);
    expect(said[1]!.text).toBe(said[0]!.text);
  });
});
