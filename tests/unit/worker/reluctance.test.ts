import { describe, expect, it } from 'vitest';
import type { ConfidenceParameters } from '../../../src/shared/confidence-parameters.ts';
import { reluctance } from '../../../worker/reluctance.ts';

const WORDS = ['<pad>', 'a', 'dog', 'dogs', 'man', 'cat', 'running'];

/** Two names on a feature of one number: a dog is as likely as the number says, a person always there. */
const parameters = {
  names: ['dog', 'person'],
  fold: { man: 'person' },
  heads: { width: 1, components: 0, weights: btoa('\x02\x00'), scales: [0.5, 1], biases: [0, 20] },
} as unknown as ConfidenceParameters;

describe('reluctance', () => {
  it('costs a name what the photo leaves in doubt, times the restraint, in the plural and as a synonym too', () => {
    const costs = reluctance(parameters, WORDS, Float32Array.of(-1), 0.5)!;
    const dog = 0.5 * Math.log(1 + Math.E);
    const expected = [0, 0, dog, dog, 0, 0, 0];
    expected.forEach((cost, i) => {
      expect(costs[i], WORDS[i]).toBeCloseTo(cost, 6);
    });
  });

  it('costs a name hardly anything when the photo shows it', () => {
    const costs = reluctance(parameters, WORDS, Float32Array.of(9), 1)!;
    expect(costs[2]).toBeGreaterThan(0);
    expect(costs[2]).toBeLessThan(2e-4);
  });

  it('is bounded, however sure the head is that a thing is not there', () => {
    expect(reluctance(parameters, WORDS, Float32Array.of(-1000), 1)![2]).toBe(6);
  });

  it('holds nothing back without restraint, without calibration, or with heads for another model', () => {
    expect(reluctance(parameters, WORDS, Float32Array.of(-1), 0)).toBeNull();
    expect(reluctance(undefined, WORDS, Float32Array.of(-1), 1)).toBeNull();
    expect(reluctance(parameters, WORDS, Float32Array.of(1, 2), 1)).toBeNull();
  });
});
