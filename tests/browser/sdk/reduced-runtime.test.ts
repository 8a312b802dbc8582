import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHarness, type Harness } from '../harness.ts';
import type { CaptionOptions } from '../../../src/shared/options.ts';
import { openSdkPage, PAGE_MODULES, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

const PHOTOS = fileURLToPath(new URL('../../../examples/demo/photos', import.meta.url));
const WAYS: CaptionOptions[] = [
  { beams: 1 },
  { beams: 8, candidates: 8 },
  { beams: 1, attention: 'hard', seed: 1 },
  { beams: 5, attention: 'hard', samples: 2, seed: 2 },
  { beams: 1, temperature: 1.2, seed: 3 },
];

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ mounts: { ...PAGE_MODULES, '/photos/': PHOTOS } });
});
afterAll(async () => {
  await harness.close();
});

test.each([1, 2])(
  'the trained model needs the reduced runtime alone, on %i threads',
  async (threads) => {
    const page = await openSdkPage(harness);
    const fetched: string[] = [];
    page.context().on('request', (request) => fetched.push(request.url()));
    const { texts, threadsHad } = await page.evaluate(
      async ({ threads, ways }) => {
        const captioner = await globalThis.Captioner.create({ backend: 'wasm', threads, cache: false });
        const photo = await (await fetch('/photos/two-dogs.jpg')).blob();
        const texts: string[] = [];
        for (const way of ways) texts.push((await captioner.caption(photo, way)).text);
        await captioner.align(photo, 'a dog jumps over a bench');
        return { texts, threadsHad: captioner.backend.threads };
      },
      { threads, ways: WAYS },
    );
    expect(threadsHad).toBe(threads);
    for (const text of texts) expect(text).toMatch(/^[a-z ]+$/);
    const runtimes = fetched.filter((url) => url.endsWith('.wasm')).map((url) => url.split('/').pop());
    expect(new Set(runtimes)).toEqual(new Set(['ort-wasm-simd-threaded.reduced.wasm']));
    await page.close();
  },
  120_000,
);
