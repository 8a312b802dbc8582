import { describe, expect, it } from 'vitest';
import { beamSearch, type BeamSearchOptions } from '../../../../worker/decode/beam-search.ts';
import type { DecodedToken } from '../../../../worker/decode/decoder-model.ts';
import { decodeSinglePath } from '../../../../worker/decode/single-path.ts';
import { allCaptions, MASK, noPause, START, toyAttention, toyLogProbs, toyModel, VOCABULARY } from './toy-model.ts';

const options: BeamSearchOptions = {
  mask: MASK,
  maxTokens: 5,
  beams: 3,
  candidates: 1,
  lengthPenalty: 0.7,
  hard: null,
  onToken: null,
};

describe('beamSearch', () => {
  for (const lengthPenalty of [0, 0.7, 1, 2]) {
    it(`finds the best captions of all, in order, when the beam holds everything and the length penalty is ${lengthPenalty}`, async () => {
      const found = await beamSearch(toyModel(), { ...options, lengthPenalty, beams: 7 ** 4, candidates: 6 }, noPause);
      const best = allCaptions(5, lengthPenalty).slice(0, 6);
      expect(found.map((c) => c.tokens.map((t) => t.id))).toEqual(best.map((c) => c.ids));
      found.forEach((caption, i) => {
        expect(caption.logProb).toBeCloseTo(best[i]!.logProb, 6);
        expect(caption.score).toBeCloseTo(best[i]!.score, 6);
        expect(caption.complete).toBe(true);
      });
    });
  }

  it('gives each token the probability and the map of its own path when beams cross', async () => {
    for (const caption of await beamSearch(toyModel(), { ...options, candidates: 3 }, noPause)) {
      const said = [START, START, ...caption.tokens.map((t) => t.id)];
      caption.tokens.forEach((token, i) => {
        expect(token.logProb).toBe(toyLogProbs(said[i]!, said[i + 1]!)[token.id]);
        expect(token.attention).toEqual(toyAttention(said[i]!, said[i + 1]!));
      });
    }
  });

  it('streams exactly the tokens of the caption it returns, for every width and seed', async () => {
    for (const beams of [2, 3, 5]) {
      for (const seed of [null, 1, 2, 3]) {
        const streamed: DecodedToken[] = [];
        const hard = seed === null ? null : ({ samples: 1, seed } as const);
        const [best] = await beamSearch(
          toyModel(),
          { ...options, maxTokens: 9, beams, hard, onToken: (t) => streamed.push(t) },
          noPause,
        );
        expect(streamed).toEqual(best!.tokens);
        streamed.forEach((token, i) => {
          expect(token).toBe(best!.tokens[i]);
        });
      }
    }
  });

  it('settles the first token before the search ends when all beams share it', async () => {
    const model = toyModel();
    const seenAt: number[] = [];
    await beamSearch(
      model,
      { ...options, maxTokens: 12, beams: 2, onToken: () => seenAt.push(model.requests.length) },
      noPause,
    );
    expect(seenAt[0]).toBeLessThan(model.requests.length);
  });

  it('extends all live beams in one run, beginning with one', async () => {
    const model = toyModel(6);
    await beamSearch(model, { ...options, candidates: 3 }, noPause);
    const rows = model.requests.map((r) => r.tokens.length);
    expect(rows[0]).toBe(1);
    expect(rows[1]).toBe(3);
    expect(model.requests.length).toBeLessThanOrEqual(5);
    expect(Math.max(...rows)).toBe(3);
  });

  it('says nothing banned, and falls back on the whole vocabulary when the graph top-k is too short', async () => {
    const model = toyModel(2);
    const banned = new Set([START, 2, 3, 4]);
    const found = await beamSearch(model, { ...options, mask: { banned, end: 1 }, candidates: 3 }, noPause);
    for (const caption of found) for (const token of caption.tokens) expect(banned.has(token.id)).toBe(false);
    expect(model.requests.some((r) => r.allLogProbs)).toBe(true);
  });

  it('returns one incomplete caption when none ends in time', async () => {
    const found = await beamSearch(
      toyModel(),
      { ...options, mask: { banned: new Set([0, 1]), end: 1 }, maxTokens: 2 },
      noPause,
    );
    expect(found).toHaveLength(1);
    expect(found[0]!.complete).toBe(false);
    expect(found[0]!.tokens).toHaveLength(2);
    expect(found[0]!.score).toBeCloseTo(found[0]!.logProb / 2 ** 0.7, 6);
  });

  it('returns an empty caption when every word is suppressed', async () => {
    const banned = new Set(Array.from({ length: VOCABULARY }, (_, i) => i).filter((i) => i !== 1));
    const found = await beamSearch(toyModel(), { ...options, mask: { banned, end: 1 } }, noPause);
    expect(found[0]!.tokens).toEqual([]);
  });

  it('repeats no n-gram when that is forbidden', async () => {
    const found = await beamSearch(
      toyModel(),
      { ...options, mask: { banned: new Set([0, 1]), end: 1, noRepeatNgram: 2 }, maxTokens: 20 },
      noPause,
    );
    const ids = found[0]!.tokens.map((t) => t.id);
    const pairs = ids.slice(1).map((id, i) => `${ids[i]} ${id}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('is at least as probable as greedy when there is no length penalty', async () => {
    const greedy = await decodeSinglePath(
      toyModel(),
      { mask: MASK, maxTokens: 12, lengthPenalty: 0, hard: null, sampling: null, onToken: null },
      noPause,
    );
    const [best] = await beamSearch(toyModel(), { ...options, lengthPenalty: 0, beams: 4, maxTokens: 12 }, noPause);
    expect(best!.logProb).toBeGreaterThanOrEqual(greedy.logProb);
  });

  it('draws the same places for the same seed, one or two of them, with their log-probability', async () => {
    for (const samples of [1, 2] as const) {
      const run = (seed: number) =>
        beamSearch(toyModel(), { ...options, maxTokens: 9, hard: { samples, seed } }, noPause);
      const [a] = await run(7);
      expect(await run(7)).toEqual([a]);
      for (const token of a!.tokens) {
        expect(token.samples).toHaveLength(samples);
        const expected = token.samples!.reduce((sum, place) => sum + Math.log(token.attention[place]!), 0);
        expect(token.samplesLogProb).toBeCloseTo(expected, 6);
      }
    }
  });

  it('stops with what pause rejects with, and runs no further step', async () => {
    const model = toyModel(7);
    let pauses = 0;
    const reason = new Error('enough');
    const pause = () => (++pauses > 2 ? Promise.reject(reason) : Promise.resolve());
    await expect(beamSearch(model, options, { pause })).rejects.toBe(reason);
    expect(model.requests).toHaveLength(2);
  });
});
