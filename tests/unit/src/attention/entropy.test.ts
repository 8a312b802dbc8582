import { expect, test } from 'vitest';
import { attentionEntropy } from '../../../../src/attention/entropy.ts';

test('attentionEntropy is log n for an even map', () => {
  expect(attentionEntropy(new Float32Array(196).fill(1 / 196))).toBeCloseTo(Math.log(196), 5);
});
test('attentionEntropy is 0 when one place has all', () => {
  expect(attentionEntropy([0, 1, 0])).toBe(0);
});
test('attentionEntropy adds up for independent halves', () => {
  expect(attentionEntropy([0.25, 0.25, 0.5])).toBeCloseTo(1.5 * Math.log(2), 10);
});
test('attentionEntropy of an empty map is 0', () => {
  expect(attentionEntropy([])).toBe(0);
});
