import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import type { Captioner } from '../../../src/index.ts';
import type { CreateOptions } from '../../../src/shared/options.ts';
import type { Harness } from '../harness.ts';
import type * as Photos from './page/photos.js';

/** Folder of the modules that pages of these tests import. */
export const PAGE_MODULES = { '/sdk/': fileURLToPath(new URL('./page', import.meta.url)) };

/** The pack of random weights: captions of no meaning, made by the real graphs in milliseconds. */
export const TINY: CreateOptions = { backend: 'wasm', model: '/fixtures/tiny-pack/' };

/** What `evaluate`d functions of these tests find in their page. */
export interface SdkGlobals {
  captioner: Captioner;
  Captioner: typeof Captioner;
  photos: typeof Photos;
}

/** A page with the SDK and the picture makers at hand; with `options`, with a captioner too. */
export async function openSdkPage(harness: Harness, options?: CreateOptions): Promise<Page> {
  const page = await harness.newPage();
  // As text: the test runner rewrites `import()` in functions.
  await page.evaluate(`(async (options) => {
    const [{ Captioner }, photos] = await Promise.all([import('saccade'), import('/sdk/photos.js')]);
    Object.assign(globalThis, { Captioner, photos });
    if (options) globalThis.captioner = await Captioner.create(options);
  })(${JSON.stringify(options ?? null)})`);
  return page;
}

/** Text of the caption, sum of log-probabilities and size of the photo; or the error, as plain data. */
export type Outcome = Awaited<ReturnType<typeof Photos.outcome>>;

/** Captions what an expression gives in the page; the picture makers of page/photos.js are in its scope. */
export function captionOf(page: Page, photo: string, options = '{}'): Promise<Outcome> {
  return page.evaluate(`(async () => {
    const { picture, variant, encode, turnedJpeg, pngHeader, imageElement, png16, outcome } = photos;
    return outcome((async () => captioner.caption(await (${photo}), ${options}))());
  })()`);
}
