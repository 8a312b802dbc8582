import { describe, expect, it } from 'vitest';
import { beamSearch } from '../../../../worker/decode/beam-search.ts';
import { decodeSinglePath } from '../../../../worker/decode/single-path.ts';
import { allCaptions, END, MASK, noPause, START, toyLogProbs, toyModel, VOCABULARY } from './toy-model.ts';

const common = { maxTokens: 5, lengthPenalty: 0.7, hard: null, onToken: null };
const NONE = new Float32Array(VOCABULARY);
const costly = (token: number, cost: number): Float32Array => NONE.map((_, id) => (id === token ? cost : 0));

describe('searches with reluctance', () => {
  it('find the caption of the highest rank: log-probability less what its tokens cost', async () => {
    const [plain] = await beamSearch(toyModel(), { ...common, mask: MASK, beams: 7 ** 4, candidates: 1 }, noPause);
    const avoided = plain!.tokens[0]!.id;
    for (const cost of [0.3, 1, 50]) {
      const mask = { ...MASK, reluctance: costly(avoided, cost) };
      const [found] = await beamSearch(toyModel(7), { ...common, mask, beams: 7 ** 4, candidates: 1 }, noPause);
      const rank = (ids: number[], logProb: number): number =>
        (logProb - cost * ids.filter((id) => id === avoided).length) / (ids.length + 1) ** 0.7;
      const best = allCaptions(5, 0.7).reduce((a, b) => (rank(b.ids, b.logProb) > rank(a.ids, a.logProb) ? b : a));
      expect(found!.tokens.map((t) => t.id)).toEqual(best.ids);
      expect(found!.score).toBeCloseTo(rank(best.ids, best.logProb), 5);
    }
  });

  it("leave log-probabilities as the model's own", async () => {
    const mask = { ...MASK, reluctance: NONE.fill(0.25) };
    for (const caption of [
      ...(await beamSearch(toyModel(), { ...common, mask, beams: 3, candidates: 3 }, noPause)),
      await decodeSinglePath(toyModel(), { ...common, mask, sampling: null }, noPause),
    ]) {
      const said = [START, START, ...caption.tokens.map((t) => t.id)];
      let sum = 0;
      caption.tokens.forEach((token, i) => {
        expect(token.logProb).toBe(toyLogProbs(said[i]!, said[i + 1]!)[token.id]);
        sum += token.logProb;
      });
      const end = toyLogProbs(said.at(-2)!, said.at(-1)!)[END]!;
      expect(caption.logProb).toBeCloseTo(caption.complete ? sum + end : sum, 5);
    }
  });

  it('greedily say the next best where the best costs too much', async () => {
    const plain = await decodeSinglePath(toyModel(), { ...common, mask: MASK, sampling: null }, noPause);
    const first = plain.tokens[0]!.id;
    const mask = { ...MASK, reluctance: costly(first, 50) };
    const held = await decodeSinglePath(toyModel(), { ...common, mask, sampling: null }, noPause);
    expect(held.tokens.map((t) => t.id)).not.toContain(first);
    expect(held.tokens.length).toBeGreaterThan(0);
  });
});
