import { describe, expect, it } from 'vitest';
import { mulberry32, uniform } from '../../../../worker/numerics/random.ts';
import { sampleIndex } from '../../../../worker/numerics/sample-token.ts';

const logs = [0.5, 0.3, 0.2].map(Math.log);

describe('sampleIndex', () => {
  it('draws as often as the probabilities say when the temperature is 1', () => {
    const counts = [0, 0, 0];
    const random = mulberry32(5);
    for (let i = 0; i < 20_000; i++) counts[sampleIndex(logs, 1, uniform(random))]! += 1;
    [0.5, 0.3, 0.2].forEach((p, k) => {
      expect(Math.abs(counts[k]! / 20_000 - p)).toBeLessThan(0.015);
    });
  });

  it('gives the most probable when the temperature is close to 0', () => {
    for (const u of [1e-9, 0.5, 1 - 1e-9]) expect(sampleIndex(logs, 1e-3, u)).toBe(0);
  });

  it('never gives an index at -Infinity when the draw is at either end', () => {
    const masked = [-Infinity, -3, -Infinity, -1, -Infinity];
    expect(sampleIndex(masked, 1, 1e-12)).toBe(1);
    expect(sampleIndex(masked, 1, 1 - 1e-12)).toBe(3);
  });

  it('returns -1 when everything is masked, and 0 when there is one choice', () => {
    expect(sampleIndex([-Infinity, -Infinity], 1, 0.5)).toBe(-1);
    expect(sampleIndex([-7], 10, 0.999)).toBe(0);
  });
});
