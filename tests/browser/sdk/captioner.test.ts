import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../harness.ts';
import { openSdkPage, PAGE_MODULES, TINY, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

let harness: Harness;
let page: Page;

beforeAll(async () => {
  harness = await openHarness({ mounts: PAGE_MODULES });
  page = await openSdkPage(harness, TINY);
});
afterAll(async () => {
  await harness.close();
});

describe('a caption', () => {
  test('has words with maps that sum to 1, scores, a grid and timings', async () => {
    const caption = await page.evaluate(async () => {
      const { tokens, ...rest } = await globalThis.captioner.caption(globalThis.photos.picture());
      const maps = tokens.map(({ attention }) => ({
        length: attention.length,
        sum: attention.reduce((sum, weight) => sum + weight, 0),
        min: Math.min(...attention),
      }));
      return { ...rest, maps, texts: tokens.map(({ text }) => text), logProbs: tokens.map(({ logProb }) => logProb) };
    });
    expect(caption.texts.join('')).toBe(caption.text);
    expect(caption.text).toMatch(/^[a-z]+( [a-z]+)*$/);
    for (const { length, sum, min } of caption.maps) {
      expect(length).toBe(196);
      expect(sum).toBeCloseTo(1, 4);
      expect(min).toBeGreaterThanOrEqual(0);
    }
    expect(Math.max(...caption.logProbs)).toBeLessThanOrEqual(0);
    expect(caption.grid).toEqual({ rows: 14, columns: 14, photoWidth: 320, photoHeight: 200 });
    expect(caption).toMatchObject({ attention: 'soft', language: 'en', backend: { name: 'wasm' } });
    expect(caption.timings.steps).toBeGreaterThan(0);
    expect(caption.candidates).toHaveLength(1);
  });

  test('with candidates gives that many, best first, all different', async () => {
    const candidates = await page.evaluate(async () => {
      const caption = await globalThis.captioner.caption(globalThis.photos.picture(), { beams: 4, candidates: 4 });
      return caption.candidates.map(({ text, score }) => ({ text, score }));
    });
    expect(candidates.length).toBeGreaterThan(1);
    expect(new Set(candidates.map(({ text }) => text)).size).toBe(candidates.length);
    expect(candidates.map(({ score }) => score)).toEqual(candidates.map(({ score }) => score).sort((a, b) => b - a));
  });

  test('with hard attention is the same for the same seed and carries the places it drew', async () => {
    const [a, b, c] = await page.evaluate(async () => {
      const hard = (seed: number) =>
        globalThis.captioner.caption(globalThis.photos.picture(), { attention: 'hard', samples: 2, seed });
      return (await Promise.all([hard(7), hard(7), hard(8)])).map(({ text, tokens, seed }) => ({
        text,
        seed,
        samples: tokens.map(({ samples }) => samples),
        logProbs: tokens.map(({ samplesLogProb }) => samplesLogProb),
      }));
    });
    expect(a).toEqual(b);
    expect(a!.samples.every((places) => places?.length === 2)).toBe(true);
    expect(a!.logProbs.every((logProb) => logProb! <= 0)).toBe(true);
    expect(c!.samples).not.toEqual(a!.samples);
  });

  test('never says a suppressed word', async () => {
    const [free, bound, word] = await page.evaluate(async () => {
      const photo = globalThis.photos.picture();
      const { text } = await globalThis.captioner.caption(photo);
      const word = text.split(' ')[0]!;
      const other = await globalThis.captioner.caption(photo, { suppress: [word.toUpperCase()] });
      return [text, other.text, word];
    });
    expect(free.split(' ')).toContain(word);
    expect(bound.split(' ')).not.toContain(word);
  });

  test.each([
    ['beams', 0],
    ['beam', 3],
    ['topK', 5],
    ['background', 'no colour'],
  ])('with %s %j rejects with bad-option before the photo is read', async (name, value) => {
    const error = await page.evaluate(
      ([name, value]) =>
        globalThis.captioner
          .caption('/nothing-is-fetched.jpg', { [name as string]: value })
          .catch((error) => ({ code: error.code, option: error.details.option })),
      [name, value] as const,
    );
    expect(error).toEqual({ code: 'bad-option', option: name });
  });

  test('streams the tokens of the same caption, greedy and with beams', async () => {
    const streams = await page.evaluate(async () => {
      const results = [];
      for (const beams of [1, 3]) {
        const photo = globalThis.photos.picture();
        const stream = globalThis.captioner.captionStreaming(photo, { beams });
        const texts: string[] = [];
        let cells = 0;
        for await (const { text, attention } of stream) {
          texts.push(text);
          cells += attention.length;
        }
        const { text } = await stream.result;
        results.push({ texts, cells, text, plain: (await globalThis.captioner.caption(photo, { beams })).text });
      }
      return results;
    });
    for (const { texts, cells, text, plain } of streams) {
      expect(texts.join('')).toBe(text);
      expect(cells).toBe(texts.length * 196);
      expect(text).toBe(plain);
    }
  });

  test('is right for each of many calls at once, answered in order', async () => {
    const { together, order, apart } = await page.evaluate(async () => {
      const pictures = [1, 2, 3, 4, 5, 6].map((seed) => globalThis.photos.variant(seed));
      const order: number[] = [];
      const together = await Promise.all(
        pictures.map(async (picture, i) => {
          const { text } = await globalThis.captioner.caption(picture);
          order.push(i);
          return text;
        }),
      );
      const apart = [];
      for (const picture of pictures) apart.push((await globalThis.captioner.caption(picture)).text);
      return { together, order, apart };
    });
    expect(together).toEqual(apart);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(apart).size).toBeGreaterThan(1);
  });

  test('aborts with the reason wherever it stands, and those behind it are answered', async () => {
    const outcomes = await page.evaluate(async () => {
      const controllers = Array.from({ length: 5 }, () => new AbortController());
      const calls = controllers.map(({ signal }, i) =>
        globalThis.captioner.caption(globalThis.photos.variant(i), { signal, beams: 8 }).then(
          () => 'captioned',
          (reason) => reason,
        ),
      );
      controllers[4]!.abort('in the queue');
      setTimeout(() => {
        controllers[0]!.abort('while running');
      }, 3);
      setTimeout(() => {
        controllers[2]!.abort('later');
      }, 20);
      const before = await globalThis.captioner
        .caption(globalThis.photos.picture(), { signal: AbortSignal.abort('before') })
        .catch((reason) => reason);
      const byDefault = await globalThis.captioner
        .caption(globalThis.photos.picture(), { signal: AbortSignal.abort() })
        .catch((reason) => reason.name);
      return [...(await Promise.all(calls)), before, byDefault];
    });
    expect(['while running', 'captioned']).toContain(outcomes[0]);
    expect(['later', 'captioned']).toContain(outcomes[2]);
    expect(outcomes.filter((_, i) => ![0, 2].includes(i))).toEqual([
      'captioned',
      'captioned',
      'in the queue',
      'before',
      'AbortError',
    ]);
  });

  test('whose stream is cancelled stops, and the next one is whole', async () => {
    const { first, rest, next, plain } = await page.evaluate(async () => {
      const photo = globalThis.photos.picture();
      const stream = globalThis.captioner.captionStreaming(photo, { beams: 1 });
      let first = '';
      for await (const { text } of stream) {
        first = text;
        break;
      }
      const rest = await stream.result.then(
        () => 'resolved',
        (reason) => reason.name,
      );
      const next = globalThis.captioner.captionStreaming(photo, { beams: 1 });
      let text = '';
      for await (const token of next) text += token.text;
      return { first, rest, next: text, plain: (await globalThis.captioner.caption(photo, { beams: 1 })).text };
    });
    expect(first).not.toBe('');
    expect(['AbortError', 'resolved']).toContain(rest);
    expect(next).toBe(plain);
  });
});
