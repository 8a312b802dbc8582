import { describe, expect, it } from 'vitest';
import { decodeSinglePath, type SinglePathOptions } from '../../../../worker/decode/single-path.ts';
import { END, MASK, noPause, START, toyLogProbs, toyModel } from './toy-model.ts';

const options: SinglePathOptions = {
  mask: MASK,
  maxTokens: 10,
  lengthPenalty: 1,
  hard: null,
  sampling: null,
  onToken: null,
};

describe('decodeSinglePath', () => {
  it('takes the most probable token at every step when it is greedy', async () => {
    const caption = await decodeSinglePath(toyModel(), options, noPause);
    const said = [START, START, ...caption.tokens.map((t) => t.id)];
    let sum = 0;
    caption.tokens.forEach((token, i) => {
      const logProbs = toyLogProbs(said[i]!, said[i + 1]!);
      const best = Math.max(...logProbs.filter((_, id) => id !== START && !(i === 0 && id === END)));
      expect(token.logProb).toBe(best);
      sum += best;
    });
    if (caption.complete) sum += toyLogProbs(said.at(-2)!, said.at(-1)!)[END]!;
    expect(caption.logProb).toBeCloseTo(sum, 6);
    expect(caption.score).toBeCloseTo(sum / (caption.tokens.length + (caption.complete ? 1 : 0)), 6);
  });

  it('streams each token before the next step runs', async () => {
    const model = toyModel();
    const at: number[] = [];
    const caption = await decodeSinglePath(
      model,
      { ...options, onToken: () => at.push(model.requests.length) },
      noPause,
    );
    expect(at).toEqual(caption.tokens.map((_, i) => i + 1));
  });

  it('is cut and says so when maxTokens is reached', async () => {
    const mask = { banned: new Set([START, END]), end: END };
    const caption = await decodeSinglePath(toyModel(), { ...options, mask, maxTokens: 3 }, noPause);
    expect(caption.complete).toBe(false);
    expect(caption.tokens).toHaveLength(3);
  });

  it('draws the same tokens for the same seed, and others for other seeds', async () => {
    const run = async (seed: number) => {
      const sampling = { temperature: 1.5, topK: 5, seed };
      return (await decodeSinglePath(toyModel(), { ...options, sampling }, noPause)).tokens.map((t) => t.id).join(' ');
    };
    expect(await run(4)).toBe(await run(4));
    expect(new Set(await Promise.all([1, 2, 3, 4, 5, 6].map(run))).size).toBeGreaterThan(2);
  });

  it('draws only among the k most probable when topK is given', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const sampling = { temperature: 10, topK: 2, seed };
      const caption = await decodeSinglePath(toyModel(4), { ...options, sampling }, noPause);
      const said = [START, START, ...caption.tokens.map((t) => t.id)];
      caption.tokens.forEach((token, i) => {
        const better = toyLogProbs(said[i]!, said[i + 1]!).filter(
          (p, id) => p > token.logProb && id !== START && !(i === 0 && id === END),
        );
        expect(better.length).toBeLessThan(2);
      });
    }
  });

  it('equals greedy when topK is 1, whatever the temperature', async () => {
    const greedy = await decodeSinglePath(toyModel(), options, noPause);
    const sampled = await decodeSinglePath(
      toyModel(),
      { ...options, sampling: { temperature: 9, topK: 1, seed: 3 } },
      noPause,
    );
    expect(sampled).toEqual(greedy);
  });

  it('can draw from the whole vocabulary when topK is Infinity', async () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const sampling = { temperature: 10, topK: Infinity, seed };
      (await decodeSinglePath(toyModel(2), { ...options, sampling }, noPause)).tokens.forEach((t) => seen.add(t.id));
    }
    expect([...seen].sort()).toEqual([2, 3, 4, 5, 6]);
  });

  it('keeps the draws of places when sampling of tokens is switched on', async () => {
    const hard = { samples: 1, seed: 5 } as const;
    const a = await decodeSinglePath(toyModel(), { ...options, hard }, noPause);
    const b = await decodeSinglePath(
      toyModel(),
      { ...options, hard, sampling: { temperature: 1, topK: 1, seed: 5 } },
      noPause,
    );
    expect(b.tokens.map((t) => t.samples)).toEqual(a.tokens.map((t) => t.samples));
  });
});
