import { describe, expect, it } from 'vitest';
import { normalizeToPlanar } from '../../../../worker/numerics/normalize.ts';

const statistics = { mean: [127, 100, 0], std: [128, 50, 1] } as const;

describe('normalizeToPlanar', () => {
  it('puts each channel in a plane of its own when given interleaved RGB', () => {
    const result = normalizeToPlanar(new Uint8Array([127, 100, 7, 255, 200, 9]), 2, statistics);
    expect([...result]).toEqual([0, 1, 0, 2, 7, 9]);
  });

  it('returns nothing when there are no pixels', () => {
    expect(normalizeToPlanar(new Uint8Array(0), 0, statistics)).toHaveLength(0);
  });

  it('throws when length and pixel count disagree', () => {
    expect(() => normalizeToPlanar(new Uint8Array(7), 2, statistics)).toThrow('need 6 bytes, not 7');
  });
});
