import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/shared/manifest.ts';
import type { Family } from '../../../worker/families/family.ts';
import { runSelfTest, selfTestPixels } from '../../../worker/self-test.ts';

const base = JSON.parse(
  readFileSync(new URL('../../fixtures/tiny-pack/manifest.json', import.meta.url), 'utf8'),
) as Manifest;
const values = Float32Array.from({ length: 40_000 }, (_, i) => Math.sin(i));
const attention = new Float32Array(196).fill(1 / 196);
const manifest: Manifest = {
  ...base,
  selfTest: {
    tokens: [4, 5, 6, 2],
    valuesSample: Array.from({ length: 32 }, (_, i) => values[997 * i]!),
    attentionFirstStep: [...attention],
  },
};

/** A backend that answers as the manifest says, but for what `wrong` changes. */
function family(
  wrong: { values?: Float32Array; attention?: Float32Array; lead?: number; endsFirst?: boolean } = {},
): Family & { encodes: number } {
  let position = 0;
  return {
    encodes: 0,
    encode() {
      this.encodes += 1;
      return Promise.resolve({ keys: {}, values: wrong.values ?? values, state: new Float32Array(1) });
    },
    decoder: () => ({
      places: 196,
      start: 1,
      end: 2,
      initialState: new Float32Array(1),
      step: () => {
        const logProbs = new Float32Array(base.vocabulary.length).fill(-5);
        // Padding may be as probable as it likes: it is never said.
        logProbs[0] = 0;
        if (position === 0 && wrong.endsFirst) logProbs[2] = 0;
        logProbs[manifest.selfTest.tokens[position++]!] = -1;
        logProbs[20] = -1 + (wrong.lead ?? -1);
        return Promise.resolve({
          topTokens: new Int32Array(16),
          topLogProbs: new Float32Array(16),
          logProbs,
          attention: wrong.attention ?? attention,
          places: new Int32Array(2),
          states: new Float32Array(1),
        });
      },
    }),
  };
}

describe('runSelfTest', () => {
  it('passes a backend that answers as the manifest says, and times it', async () => {
    const result = await runSelfTest(family(), manifest, 3);
    expect(result.selfTest).toEqual({ passed: true, maxAbsDiff: 0 });
    expect(result.timing.encodeMs).toBeGreaterThanOrEqual(0);
  });

  it('passes a model that would rather say nothing: no caption is empty', async () => {
    expect((await runSelfTest(family({ endsFirst: true }), manifest, 1)).selfTest.passed).toBe(true);
  });

  it('runs the encoder as often as asked', async () => {
    const counted = family();
    await runSelfTest(counted, manifest, 4);
    expect(counted.encodes).toBe(4);
  });

  for (const [name, wrong] of [
    ['one feature is off', { values: values.map((v, i) => (i === 997 * 3 ? v + 0.1 : v)) }],
    ['all features are zero', { values: new Float32Array(40_000) }],
    ['a feature is not a number', { values: values.map((v, i) => (i === 997 * 31 ? NaN : v)) }],
    ['the attention is off', { attention: attention.map((a, i) => (i === 100 ? a + 0.05 : a)) }],
    ['the attention is not a number', { attention: attention.map(() => NaN) }],
    ['another token is clearly the better one', { lead: 0.1 }],
    ['log-probabilities are not numbers', { lead: NaN }],
  ] as const) {
    it(`fails when ${name}`, async () => {
      const { selfTest } = await runSelfTest(family(wrong), manifest, 1);
      expect(selfTest.passed).toBe(false);
    });
  }

  it('forgives a tie between two tokens and rounding', async () => {
    const rounded = { values: values.map((v) => v * 1.001), lead: 0.01 };
    expect((await runSelfTest(family(rounded), manifest, 1)).selfTest.passed).toBe(true);
  });
});

describe('selfTestPixels', () => {
  it('follows the formula of the model pack', () => {
    const pixels = selfTestPixels(4, 5);
    expect(pixels).toHaveLength(60);
    expect(pixels[2 * 20 + 3 * 5 + 4]).toBeCloseTo(Math.sin(0.1 * 5 * 3) * Math.cos(0.07 * 4), 6);
  });
});
