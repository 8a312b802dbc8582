import { expect, test } from 'vitest';
import { colorTable } from '../../../../src/attention/color-map.ts';
import { paintMap } from '../../../../src/attention/paint-map.ts';

const grid = { rows: 3, columns: 4 };
const map = new Float32Array(12);
map[6] = 1;

test('colorTable gets lighter with every step, in every colour map', () => {
  for (const name of ['cividis', 'viridis', 'gray'] as const) {
    const table = colorTable(name);
    const luma = (row: number) =>
      0.2126 * table[row * 3]! + 0.7152 * table[row * 3 + 1]! + 0.0722 * table[row * 3 + 2]!;
    for (let row = 1; row < 256; row++) expect(luma(row)).toBeGreaterThanOrEqual(luma(row - 1) - 0.8);
    expect(luma(255) - luma(0)).toBeGreaterThan(150);
  }
});

test('colorTable cividis begins and ends with the published colours', () => {
  const table = colorTable('cividis');
  expect([...table.subarray(0, 3)]).toEqual([0x00, 0x22, 0x4e]);
  expect([...table.subarray(255 * 3)]).toEqual([0xfe, 0xe8, 0x38]);
});

test('paintMap spotlight is transparent where the word looked and dark elsewhere', () => {
  const pixels = paintMap(map, grid, 40, 30, { style: 'spotlight', opacity: 0.8 });
  expect(pixels[(15 * 40 + 25) * 4 + 3]).toBeLessThan(8);
  expect(pixels[3]).toBeGreaterThan(200);
});

test('paintMap draws a colour map at the opacity asked for, lightest in the highest cell', () => {
  const pixels = paintMap(map, grid, 40, 30, { style: 'gray', opacity: 0.5 });
  expect(pixels[(15 * 40 + 25) * 4]).toBeGreaterThan(245);
  expect(pixels[0]).toBeLessThan(5);
  expect(new Set(pixels.filter((_, index) => index % 4 === 3))).toEqual(new Set([128]));
});

test('paintMap draws a map of zeros dark instead of dividing by zero', () => {
  const pixels = paintMap(new Float32Array(12), grid, 4, 3, { style: 'gray', opacity: 1 });
  expect([pixels[0], pixels[3]]).toEqual([0, 255]);
});
