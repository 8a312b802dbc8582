import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/shared/manifest.ts';
import type { DecodeOptions } from '../../../src/shared/options.ts';
import type { Subject } from '../../../src/shared/protocol.ts';
import type { CaptionToken } from '../../../src/shared/results.ts';
import { loadModel } from '../../../worker/load-model.ts';
import { startAssetServer, type AssetServer } from './asset-server.ts';
import { loadRequest } from './load-request.ts';

const manifest = JSON.parse(
  readFileSync(new URL('../../fixtures/tiny-pack/manifest.json', import.meta.url), 'utf8'),
) as Manifest;
const live = () => ({ signal: new AbortController().signal, queueMs: 0 });

function photo(seed: number): Subject {
  const rgba = new Uint8ClampedArray(60 * 40 * 4);
  for (let i = 0; i < rgba.length; i++) rgba[i] = 127 + 120 * Math.sin((i % 4) + seed * 0.013 * i + seed);
  const bitmap = { rgba, width: 60, height: 40 };
  return { photo: { bitmap, photoWidth: 600, photoHeight: 400, isUpright: false }, background: 'white' };
}

describe('the worker, on the tiny model and the reduced WASM runtime', () => {
  let server: AssetServer;
  let model: Awaited<ReturnType<typeof loadModel>>;
  const progress: number[] = [];

  beforeAll(async () => {
    server = await startAssetServer();
    const listener = (fraction: number) => progress.push(fraction);
    model = await loadModel(loadRequest(server.origin, 'reduced'), listener, () => undefined, live().signal);
  }, 60_000);
  afterAll(() => server.close());

  const caption = (subject: Subject, options: DecodeOptions = {}, onToken: ((t: CaptionToken) => void) | null = null) =>
    model.pipeline.caption(subject, options, onToken, live());

  it('passes the self-test, tells its backend and reports progress from 0 to 1', () => {
    const { backend } = model.loaded;
    expect(backend).toMatchObject({ name: 'wasm', threads: 1, adapter: null, selfTest: { passed: true } });
    expect(backend.selfTest.maxAbsDiff).toBeLessThan(1e-4);
    expect(backend.timings.wasm!.stepMs).toBeGreaterThan(0);
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(1);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
  });

  it('refuses a graph with operators that the runtime lacks, and says that this is the reason', async () => {
    const request = loadRequest(server.origin, 'reduced', 'other-operators.json');
    await expect(
      loadModel(
        request,
        () => undefined,
        () => undefined,
        live().signal,
      ),
    ).rejects.toMatchObject({
      code: 'session-failed',
      details: { graph: 'step', isUnsupported: true },
    });
  });

  it('says what the model is', () => {
    expect(model.loaded.model).toMatchObject({ name: 'tiny', grid: manifest.grid, language: 'en' });
    expect(model.loaded.limits).toEqual({ defaultBeams: 3, defaultMaxTokens: manifest.maxTokens });
  });

  it('captions a photo with a map for every token', async () => {
    const result = await caption(photo(1));
    expect(result.text).toMatch(/^[a-z]+( [a-z]+)*$/);
    expect(result.tokens.map((t) => t.text).join('')).toBe(result.text);
    expect(result.grid).toEqual({ rows: 14, columns: 14, photoWidth: 600, photoHeight: 400 });
    for (const token of result.tokens) {
      expect(token.attention).toHaveLength(196);
      expect(token.attention.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
      expect(token.logProb).toBeLessThanOrEqual(0);
      expect(token.samples).toBeUndefined();
    }
    expect(result.signals!.feature).toHaveLength(manifest.shapes.values[1]);
    expect(result.timings.steps).toBeGreaterThan(1);
    expect(structuredClone(result)).toEqual(result);
  });

  it('gives other captions for other photos, and the same for the same', async () => {
    const texts = [];
    for (const seed of [1, 2, 3, 4]) texts.push((await caption(photo(seed))).text);
    expect(new Set(texts).size).toBeGreaterThan(1);
    expect((await caption(photo(1))).text).toBe(texts[0]);
  });

  it('streams the tokens of the result, greedy and with beams, soft and hard', async () => {
    for (const options of [{ beams: 1 }, { beams: 3 }, { beams: 4, attention: 'hard', seed: 9 }] as DecodeOptions[]) {
      const streamed: CaptionToken[] = [];
      const result = await caption(photo(2), options, (token) => streamed.push(token));
      expect(streamed).toEqual(result.tokens);
    }
  });

  it('draws places with hard attention, the same for the same seed', async () => {
    const options = { attention: 'hard', samples: 2, seed: 7, beams: 1 } as const;
    const result = await caption(photo(3), options);
    expect((await caption(photo(3), options)).tokens).toEqual(result.tokens);
    for (const token of result.tokens) {
      expect(token.samples).toHaveLength(2);
      for (const place of token.samples!) expect(place).toBeLessThan(196);
      const logProb = token.samples!.reduce((sum, place) => sum + Math.log(token.attention[place]!), 0);
      expect(token.samplesLogProb).toBeCloseTo(logProb, 4);
    }
    const seeds = await Promise.all([1, 2, 3].map((seed) => seed)).then(async (list) => {
      const found = [];
      for (const seed of list) found.push((await caption(photo(3), { ...options, seed })).tokens[0]!.samples!.join());
      return found;
    });
    expect(new Set(seeds).size).toBeGreaterThan(1);
  });

  it('returns as many candidates as asked for, best first, each complete', async () => {
    const { candidates, text } = await caption(photo(4), { beams: 5, candidates: 4 });
    expect(candidates).toHaveLength(4);
    expect(candidates[0]!.text).toBe(text);
    expect(new Set(candidates.map((c) => c.text)).size).toBe(4);
    const scores = candidates.map((c) => c.score);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  });

  it('never says suppressed words, whatever their case, and ignores unknown ones', async () => {
    const first = await caption(photo(1));
    const word = first.tokens[0]!.text.toUpperCase();
    const second = await caption(photo(1), { suppress: [word, 'xyzzy'] });
    expect(second.text.split(' ')).not.toContain(word.toLowerCase());
  });

  it('keeps a view for several calls, and says when it is gone', async () => {
    const { view, photoWidth } = await model.pipeline.look(photo(2), live());
    expect(photoWidth).toBe(600);
    const fromView = await caption({ view });
    const fromPhoto = await caption(photo(2));
    expect(fromView.tokens).toEqual(fromPhoto.tokens);
    expect(fromView.timings.encodeMs).toBe(0);
    model.pipeline.forget(view);
    await expect(caption({ view })).rejects.toMatchObject({ code: 'destroyed' });
  });

  it('aligns a greedy caption with the numbers and maps that the caption had, soft and hard', async () => {
    for (const options of [{ attention: 'soft' }, { attention: 'hard', samples: 1, seed: 3 }] as const) {
      const result = await caption(photo(3), { ...options, beams: 1 });
      const [alignment] = await model.pipeline.align(photo(3), [result.text], options, live());
      expect(alignment!.tokens.map((t) => t.text)).toEqual(result.tokens.map((t) => t.text));
      alignment!.tokens.forEach((token, i) => {
        expect(token.logProb).toBeCloseTo(result.tokens[i]!.logProb, 4);
        expect(token.attention).toEqual(result.tokens[i]!.attention);
        expect(token.samples).toEqual(result.tokens[i]!.samples);
        expect(token.known).toBe(true);
      });
      if (result.complete) expect(alignment!.logProb).toBeCloseTo(result.logProb, 4);
      expect(Number.isFinite(alignment!.fit)).toBe(true);
    }
  });

  it('names unknown words of a text and leaves them out of the score', async () => {
    const [with_, without] = await model.pipeline.align(photo(1), ['A xyzzy, man!', 'a man'], {}, live());
    expect(with_!.unknownWords).toEqual(['xyzzy']);
    expect(with_!.tokens.map((t) => [t.text, t.known])).toEqual([
      ['a', true],
      [' xyzzy', false],
      [' man', true],
    ]);
    const known = with_!.tokens.filter((t) => t.known).reduce((sum, t) => sum + t.logProb, 0);
    expect(with_!.logProb).toBeLessThan(known);
    expect(without!.unknownWords).toEqual([]);
  });

  it('refuses a text without a word that it knows', async () => {
    for (const text of ['', '...', 'xyzzy plugh']) {
      await expect(model.pipeline.align(photo(1), ['a man', text], {}, live())).rejects.toMatchObject({
        code: 'bad-text',
        details: { index: 1 },
      });
    }
  });

  it('stops between two steps with the reason of the abort, and the next call works', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    let tokens = 0;
    const onToken = () => {
      if (++tokens === 2) controller.abort(reason);
    };
    const context = { signal: controller.signal, queueMs: 0 };
    await expect(model.pipeline.caption(photo(1), { beams: 1 }, onToken, context)).rejects.toBe(reason);
    expect(tokens).toBe(2);
    expect((await caption(photo(1))).text).not.toBe('');
  });

  it('samples with a temperature, reproducibly', async () => {
    const options = { temperature: 2, topK: 20, seed: 5 };
    expect((await caption(photo(1), options)).text).toBe((await caption(photo(1), options)).text);
    const texts = new Set<string>();
    for (let seed = 0; seed < 6; seed++) texts.add((await caption(photo(1), { ...options, seed })).text);
    expect(texts.size).toBeGreaterThan(2);
  });
});
