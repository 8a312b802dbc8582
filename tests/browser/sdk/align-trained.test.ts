import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../harness.ts';
import { openSdkPage, PAGE_MODULES, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

const PHOTOS = fileURLToPath(new URL('../../../examples/demo/photos', import.meta.url));

let harness: Harness;
let page: Page;
beforeAll(async () => {
  harness = await openHarness({ mounts: { ...PAGE_MODULES, '/photos/': PHOTOS } });
  page = await openSdkPage(harness, { backend: 'wasm' });
}, 300_000);
afterAll(async () => {
  await harness.close();
});

test.each([
  ['two-dogs', {}],
  ['koala', {}],
  ['astronaut', { beams: 1 }],
  ['two-dogs', { beams: 1, attention: 'hard', seed: 4 }],
] as const)(
  'align on the trained model gives the maps and numbers of its own caption of %s with %j',
  async (photo, options) => {
    const { caption, alignment } = await page.evaluate(
      async ({ photo, options }) => {
        const blob = await (await fetch(`/photos/${photo}.jpg`)).blob();
        const view = await globalThis.captioner.look(blob);
        const caption = await view.caption(options);
        const { beams: _beams, ...ways } = { beams: 1, ...options };
        const alignment = await view.align(caption.text, ways);
        view.dispose();
        const plain = ({ text, tokens }: { text: string; tokens: typeof caption.tokens }) => ({
          text,
          tokens: tokens.map((token) => ({
            text: token.text,
            logProb: token.logProb,
            attention: [...token.attention],
            samples: token.samples,
          })),
        });
        return { caption: plain(caption), alignment: { ...plain(alignment), unknownWords: alignment.unknownWords } };
      },
      { photo, options },
    );
    expect(alignment.text).toBe(caption.text);
    expect(alignment.unknownWords).toEqual([]);
    expect(caption.tokens.length).toBeGreaterThan(3);
    caption.tokens.forEach((token, i) => {
      const aligned = alignment.tokens[i]!;
      expect(aligned.text).toBe(token.text);
      expect(Math.abs(aligned.logProb - token.logProb)).toBeLessThan(1e-4);
      expect(Math.max(...token.attention.map((p, at) => Math.abs(p - aligned.attention[at]!)))).toBeLessThan(1e-4);
      expect(aligned.samples).toEqual(token.samples);
    });
  },
  120_000,
);
