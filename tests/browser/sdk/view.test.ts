import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../harness.ts';
import { openSdkPage, PAGE_MODULES, TINY, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

let harness: Harness;
let page: Page;

beforeAll(async () => {
  harness = await openHarness({ mounts: PAGE_MODULES, isolated: false });
  page = await openSdkPage(harness, TINY);
});
afterAll(async () => {
  await harness.close();
});

describe('a view', () => {
  test('gives the captions that the photo gives, without encoding it again', async () => {
    const { viewed, direct, encodeMs, size } = await page.evaluate(async () => {
      const photo = globalThis.photos.picture();
      const view = await globalThis.captioner.look(photo);
      const options = [{}, { attention: 'hard', seed: 3 }, { beams: 1 }] as const;
      const viewed = [];
      const direct = [];
      let encodeMs = 0;
      for (const option of options) {
        const caption = await view.caption(option);
        encodeMs += caption.timings.encodeMs;
        viewed.push([caption.text, caption.logProb]);
        const other = await globalThis.captioner.caption(photo, option);
        direct.push([other.text, other.logProb]);
      }
      let streamed = '';
      for await (const { text } of view.captionStreaming()) streamed += text;
      viewed.push(streamed);
      direct.push((await globalThis.captioner.caption(photo)).text);
      view.dispose();
      return { viewed, direct, encodeMs, size: [view.photoWidth, view.photoHeight] };
    });
    expect(viewed).toEqual(direct);
    expect(encodeMs).toBe(0);
    expect(size).toEqual([320, 200]);
  });

  test('rejects with destroyed after dispose, twice is once, and others live on', async () => {
    const outcomes = await page.evaluate(async () => {
      const [view, other] = await Promise.all(
        [1, 2].map((seed) => globalThis.captioner.look(globalThis.photos.variant(seed))),
      );
      view!.dispose();
      view!.dispose();
      const rejected = await Promise.all(
        [view!.caption(), view!.align('a dog'), view!.rank(['a dog']), view!.captionStreaming().result].map((call) =>
          (call as Promise<unknown>).catch((error) => error.code),
        ),
      );
      const { text } = await other!.caption();
      if (Symbol.asyncDispose) await other![Symbol.asyncDispose]();
      return { rejected, text };
    });
    expect(outcomes.rejected).toEqual(Array(4).fill('destroyed'));
    expect(outcomes.text).not.toBe('');
  });

  test('outlives its worker: the photo is looked at again', async () => {
    const { before, after } = await page.evaluate(async () => {
      const workers: Worker[] = [];
      const NativeWorker = globalThis.Worker;
      globalThis.Worker = class extends NativeWorker {
        constructor(...args: ConstructorParameters<typeof Worker>) {
          super(...args);
          workers.push(this);
        }
      };
      const captioner = await globalThis.Captioner.create({ backend: 'wasm', model: '/fixtures/tiny-pack/' });
      globalThis.Worker = NativeWorker;
      const view = await captioner.look(globalThis.photos.picture());
      const before = (await view.caption()).text;
      workers[0]!.dispatchEvent(new ErrorEvent('error', { message: 'as if it had crashed' }));
      const after = (await view.caption()).text;
      captioner.destroy();
      return { before, after };
    });
    expect(after).toBe(before);
  });
});

describe('align', () => {
  test("on a caption's own words gives the maps and numbers that caption gave", async () => {
    const { tokens, aligned, text, alignment } = await page.evaluate(async () => {
      const photo = globalThis.photos.picture();
      const caption = await globalThis.captioner.caption(photo, { beams: 1 });
      const alignment = await globalThis.captioner.align(photo, caption.text);
      const plain = (tokens: typeof caption.tokens) =>
        tokens.map(({ text, logProb, attention }) => ({ text, logProb, attention: [...attention] }));
      const { fit, logProb, unknownWords, backend, grid } = alignment;
      return {
        text: caption.text,
        tokens: plain(caption.tokens),
        aligned: plain(alignment.tokens),
        alignment: { fit, logProb, unknownWords, backend: backend.name, grid },
      };
    });
    expect(aligned.map((token) => token.text).join('')).toBe(text);
    tokens.forEach((token, i) => {
      expect(aligned[i]!.logProb).toBeCloseTo(token.logProb, 4);
      token.attention.forEach((weight, place) => {
        expect(Math.abs(aligned[i]!.attention[place]! - weight)).toBeLessThan(1e-4);
      });
    });
    expect(alignment.unknownWords).toEqual([]);
    expect(Number.isFinite(alignment.fit)).toBe(true);
    expect(alignment).toMatchObject({ backend: 'wasm', grid: { photoWidth: 320, photoHeight: 200 } });
  });

  test('names the words that the model does not know', async () => {
    const words = await page.evaluate(async () => {
      const { unknownWords, tokens } = await globalThis.captioner.align(
        globalThis.photos.picture(),
        'a zeppelin in the water',
      );
      return { unknownWords, known: tokens.map(({ known }) => known) };
    });
    expect(words.unknownWords).toEqual(['zeppelin']);
    expect(words.known).toEqual([true, false, true, true, true]);
  });

  test.each([
    ['', 'bad-text'],
    ['zeppelin quux', 'bad-text'],
    [7, 'bad-option'],
    [undefined, 'bad-option'],
  ])('refuses %j with %s', async (text, code) => {
    const told = await page.evaluate(
      (text) => globalThis.captioner.align(globalThis.photos.picture(), text as string).catch((error) => error.code),
      text,
    );
    expect(told).toBe(code);
  });
});

describe('rank', () => {
  test('sorts texts by how well they fit, and says where they stood', async () => {
    const { ranked, fits } = await page.evaluate(async () => {
      const photo = globalThis.photos.picture();
      const texts = ['a dog', 'two people in the snow', 'the red boat'];
      const ranked = await globalThis.captioner.rank(photo, texts);
      const fits = await Promise.all(texts.map(async (text) => (await globalThis.captioner.align(photo, text)).fit));
      return { ranked, fits };
    });
    expect(ranked.map(({ score }) => score)).toEqual([...ranked.map(({ score }) => score)].sort((a, b) => b - a));
    for (const { index, score } of ranked) expect(score).toBeCloseTo(fits[index]!, 5);
  });

  test('sorts photos by how well a text fits them, in the order of their scores', async () => {
    const ranked = await page.evaluate(async () => {
      const pictures = [1, 2, 3, 4].map((seed) => globalThis.photos.variant(seed));
      const ranked = await globalThis.captioner.rank(pictures, 'a brown dog');
      return ranked.map(({ item, index, score }) => ({ same: item === pictures[index], index, score }));
    });
    expect(ranked.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3]);
    expect(ranked.every(({ same }) => same)).toBe(true);
    expect(ranked.map(({ score }) => score)).toEqual([...ranked.map(({ score }) => score)].sort((a, b) => b - a));
  });

  test('says which photo failed, and takes an empty list', async () => {
    const told = await page.evaluate(async () => {
      const photos = [globalThis.photos.picture(), new Blob(['no photo'])];
      const error = await globalThis.captioner.rank<PhotoLike>(photos, 'a dog').catch((error) => error);
      return { code: error.code, index: error.details.index, none: await globalThis.captioner.rank([], 'a dog') };
    });
    expect(told).toEqual({ code: 'image-decode', index: 1, none: [] });
  });
});

type PhotoLike = HTMLCanvasElement | Blob;
