import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assess } from '../../../../src/alt-text/assessment.ts';
import { confidenceSignals } from '../../../../src/alt-text/confidence-signals.ts';
import { applyHeads } from '../../../../src/shared/linear-heads.ts';
import type { ConfidenceParameters } from '../../../../src/shared/confidence-parameters.ts';
import type { Caption, CaptionCandidate } from '../../../../src/shared/results.ts';
import { fakeCaption } from './fake-caption.ts';

interface GoldenCandidate {
  text: string;
  words: string[];
  logProbs: number[];
  logProb: number;
  attention: number[][];
}

/** Made by models/confidence/golden.py from the code that the calibration is fitted with. */
const golden = JSON.parse(readFileSync(new URL('../../../golden/confidence.json', import.meta.url), 'utf8')) as {
  parameters: ConfidenceParameters;
  feature: number[];
  cases: { candidates: GoldenCandidate[]; signals: Record<string, number>; confidence: number }[];
};

function captionOf(candidates: GoldenCandidate[]): Caption {
  const made = candidates.map(({ text, words, logProbs, logProb, attention }): CaptionCandidate => ({
    ...{ text, logProb, score: logProb, complete: true },
    tokens: words.map((word, i) => ({
      text: i === 0 ? word : ` ${word}`,
      id: i,
      logProb: logProbs[i]!,
      attention: Float32Array.from(attention[i]!),
    })),
  }));
  return { ...fakeCaption('', { feature: golden.feature }), ...made[0]!, candidates: made };
}

describe('confidenceSignals', () => {
  it.each(golden.cases.map((one) => [one.candidates[0]!.text, one] as const))(
    'agrees with the code that fits the calibration on "%s"',
    (_text, { candidates, signals, confidence }) => {
      const caption = captionOf(candidates);
      const heads = applyHeads(golden.parameters, Float32Array.from(golden.feature))!;
      const found = confidenceSignals(caption, golden.parameters, heads);
      expect(Object.keys(found).sort()).toEqual(Object.keys(signals).sort());
      for (const [name, value] of Object.entries(signals)) {
        expect(found[name as keyof typeof found], name).toBeCloseTo(value, 5);
      }
      expect(assess(caption, golden.parameters, 0)).toEqual({ confidence: expect.closeTo(confidence, 6), reasons: [] });
    },
  );
});
