import { describe, expect, it } from 'vitest';
import { fillGumbel, mulberry32, uniform } from '../../../../worker/numerics/random.ts';

describe('mulberry32', () => {
  it('draws the published numbers when the seed is 0, 1 and the largest', () => {
    // From the reference implementation in C, compiled and run.
    const draws = (seed: number) => {
      const r = mulberry32(seed);
      return [r(), r(), r()];
    };
    expect(draws(0)).toEqual([1144304738, 1416247, 958946056]);
    expect(draws(1)).toEqual([2693262067, 11749833, 2265367787]);
    expect(draws(4294967295)).toEqual([3850105811, 813802916, 3073704848]);
  });
});

describe('uniform', () => {
  it('stays strictly between 0 and 1 when the draw is the smallest or the largest', () => {
    expect(uniform(() => 0)).toBeGreaterThan(0);
    expect(uniform(() => 4294967295)).toBeLessThan(1);
  });
});

describe('fillGumbel', () => {
  it('is finite and has the mean and variance of a Gumbel variable when many are drawn', () => {
    const noise = new Float32Array(200_000);
    fillGumbel(noise, mulberry32(7));
    const mean = noise.reduce((a, b) => a + b, 0) / noise.length;
    const variance = noise.reduce((a, b) => a + (b - mean) ** 2, 0) / noise.length;
    expect(noise.every(Number.isFinite)).toBe(true);
    expect(mean).toBeCloseTo(0.5772, 2);
    expect(variance).toBeCloseTo(Math.PI ** 2 / 6, 1);
  });

  it('gives samples of the distribution when added to log-probabilities and the argmax is taken', () => {
    const probabilities = [0.6, 0.3, 0.1];
    const counts = [0, 0, 0];
    const random = mulberry32(3);
    const noise = new Float32Array(3);
    for (let i = 0; i < 30_000; i++) {
      fillGumbel(noise, random);
      const scores = probabilities.map((p, k) => Math.log(p) + noise[k]!);
      counts[scores.indexOf(Math.max(...scores))]! += 1;
    }
    counts.forEach((n, k) => {
      expect(n / 30_000).toBeCloseTo(probabilities[k]!, 1.7);
    });
  });
});
