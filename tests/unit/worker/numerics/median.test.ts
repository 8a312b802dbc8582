import { expect, it } from 'vitest';
import { median } from '../../../../worker/numerics/median.ts';

it('median returns the middle when the count is odd, the mean of two when it is even, and leaves its input', () => {
  const values = [9, 1, 5];
  expect(median(values)).toBe(5);
  expect(values).toEqual([9, 1, 5]);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});
