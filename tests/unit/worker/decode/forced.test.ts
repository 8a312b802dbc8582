import { describe, expect, it } from 'vitest';
import { decodeForced } from '../../../../worker/decode/forced.ts';
import { decodeSinglePath } from '../../../../worker/decode/single-path.ts';
import { END, MASK, noPause, START, toyLogProbs, toyModel } from './toy-model.ts';

const single = { mask: MASK, maxTokens: 10, lengthPenalty: 1, sampling: null, onToken: null };

describe('decodeForced', () => {
  it('gives what the caption gave when made to say it again, soft and hard', async () => {
    for (const hard of [null, { samples: 2, seed: 11 } as const]) {
      const caption = await decodeSinglePath(toyModel(), { ...single, hard }, noPause);
      const [forced] = await decodeForced(toyModel(), [caption.tokens.map((t) => t.id)], hard, noPause);
      expect(forced!.tokens).toEqual(caption.tokens);
      if (caption.complete) {
        const sum = forced!.tokens.reduce((s, t) => s + t.logProb, 0) + forced!.endLogProb;
        expect(sum).toBeCloseTo(caption.logProb, 6);
      }
    }
  });

  it('gives for each of many texts of unequal length what it gives for the text alone', async () => {
    const texts = [[2, 3], [], [4, 4, 4, 5, 6], [6], [2, 5, 3], [3], [5, 5], [6, 2], [4], [2, 2, 2]];
    const hard = { samples: 1, seed: 2 } as const;
    const together = await decodeForced(toyModel(), texts, hard, noPause);
    for (const [i, text] of texts.entries()) {
      expect(together[i]).toEqual((await decodeForced(toyModel(), [text], hard, noPause))[0]);
    }
  });

  it('gives the end after nothing when the text is empty', async () => {
    const [forced] = await decodeForced(toyModel(), [[]], null, noPause);
    expect(forced).toEqual({ tokens: [], endLogProb: toyLogProbs(START, START)[END] });
  });
});
