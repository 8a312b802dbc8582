import { expect, test } from 'vitest';
import { bestRegionMass, regions } from '../../../../src/attention/regions.ts';

/** Map of rows by columns whose named cells have the given mass. */
const mapOf = (rows: number, columns: number, cells: Record<number, number>) => {
  const attention = new Float32Array(rows * columns);
  for (const [cell, mass] of Object.entries(cells)) attention[Number(cell)] = mass;
  return { attention };
};

test('regions joins cells that share an edge and measures them in fractions of the photo', () => {
  const [best, ...others] = regions(mapOf(4, 5, { 6: 0.3, 7: 0.4, 12: 0.3 }), { rows: 4, columns: 5 });
  expect(others).toEqual([]);
  expect(best!.x).toBeCloseTo(0.2);
  expect(best!.y).toBeCloseTo(0.25);
  expect(best!.width).toBeCloseTo(0.4);
  expect(best!.height).toBeCloseTo(0.5);
  expect(best!.mass).toBeCloseTo(1);
  expect(best!.area).toBeCloseTo(3 / 20);
  expect(best!.peak).toEqual({ x: 0.5, y: 0.375 });
  expect(best!.cells).toEqual([6, 7, 12]);
});

test('regions keeps cells apart that touch only by a corner, heaviest first', () => {
  const found = regions(mapOf(3, 3, { 0: 0.45, 4: 0.55 }));
  expect(found.map(({ cells }) => cells)).toEqual([[4], [0]]);
});

test('regions does not join the end of a row to the start of the next', () => {
  expect(regions(mapOf(3, 3, { 2: 0.5, 3: 0.5 }))).toHaveLength(2);
});

test('regions leaves out cells below the threshold', () => {
  const token = mapOf(3, 3, { 0: 0.6, 1: 0.25, 8: 0.15 });
  expect(regions(token, undefined, { threshold: 0.4 })[0]!.cells).toEqual([0, 1]);
  expect(bestRegionMass(token, undefined, { threshold: 0.5 })).toBeCloseTo(0.6);
});

test('regions is empty for a map of zeros, and needs a grid for a map that is not square', () => {
  expect(regions(mapOf(3, 3, {}))).toEqual([]);
  expect(() => regions(mapOf(2, 3, { 0: 1 }))).toThrow(RangeError);
});
