import { expect, test } from 'vitest';
import { checkSize, MAX_SIDE } from '../../../../src/image/image-limits.ts';

test.each([
  [1, 1],
  [12_000, 9000],
  [MAX_SIDE, 1],
  [12_000, 10_000],
])('checkSize accepts %d x %d', (width, height) => {
  checkSize(width, height);
});

test.each([
  [0, 5, 'image-empty'],
  [5, 0, 'image-empty'],
  [MAX_SIDE + 1, 1, 'image-too-large'],
  [1, MAX_SIDE + 1, 'image-too-large'],
  [12_000, 10_001, 'image-too-large'],
])('checkSize refuses %d x %d with %s', (width, height, code) => {
  expect(() => {
    checkSize(width, height);
  }).toThrow(expect.objectContaining({ code, details: expect.objectContaining({ width, height }) }));
});

test('checkSize states the limits when it refuses', () => {
  expect(() => {
    checkSize(20_000, 20_000);
  }).toThrow('the limit is 16384 a side and 120 megapixels');
});
