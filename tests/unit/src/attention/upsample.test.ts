import { expect, test } from 'vitest';
import { upsampleMap } from '../../../../src/attention/upsample.ts';

const grid = { rows: 14, columns: 14 };
const peakAt = (cell: number) => Float32Array.from({ length: 196 }, (_, index) => (index === cell ? 0.5 : 0.5 / 195));
const argmax = (values: Float32Array) =>
  values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);

for (const method of ['gaussian', 'bicubic'] as const) {
  test(`upsampleMap puts the brightest pixel into the highest cell, whatever the shape (${method})`, () => {
    for (const [width, height] of [
      [320, 200],
      [90, 400],
      [14, 14],
    ] as const) {
      for (const cell of [0, 13, 97, 182, 195]) {
        const brightest = argmax(upsampleMap(peakAt(cell), grid, width, height, { method }));
        const column = Math.floor((((brightest % width) + 0.5) / width) * 14);
        const row = Math.floor(((Math.floor(brightest / width) + 0.5) / height) * 14);
        expect(row * 14 + column).toBe(cell);
      }
    }
  });

  test(`upsampleMap keeps an even map even (${method})`, () => {
    const even = new Float32Array(196).fill(1 / 196);
    for (const value of upsampleMap(even, grid, 31, 17, { method })) expect(value).toBeCloseTo(1 / 196, 6);
  });

  test(`upsampleMap stays >= 0 beside a sharp peak (${method})`, () => {
    const map = new Float32Array(196);
    map[97] = 1;
    expect(Math.min(...upsampleMap(map, grid, 140, 140, { method }))).toBeGreaterThanOrEqual(0);
  });
}

test('upsampleMap bicubic returns the cells themselves at the size of the grid', () => {
  const map = Float32Array.from({ length: 6 }, (_, index) => index / 15);
  const same = upsampleMap(map, { rows: 2, columns: 3 }, 3, 2, { method: 'bicubic' });
  same.forEach((value, index) => expect(value).toBeCloseTo(map[index]!, 6));
});

test('upsampleMap bicubic agrees with cubic convolution computed by hand between two cells', () => {
  // Keys (1981), a = -0.5: w(t) = 1.5t^3 - 2.5t^2 + 1 below 1.
  const row = upsampleMap([0, 0, 1, 0, 0], { rows: 1, columns: 5 }, 10, 1, { method: 'bicubic' });
  expect(row[4]).toBeCloseTo(0.8671875, 6); // a quarter of a cell from the centre
  expect(row[3]).toBeCloseTo(0.2265625, 6); // three quarters
});

test('upsampleMap bicubic does not overshoot between equal neighbours, so the highest cell stays the brightest', () => {
  const row = upsampleMap([0, 0.8, 0.8, 0, 0, 1, 0], { rows: 1, columns: 7 }, 700, 1, { method: 'bicubic' });
  expect(Math.max(...row.subarray(0, 350))).toBeCloseTo(0.8, 5);
  expect(Math.max(...row)).toBeGreaterThan(0.999);
});

test('upsampleMap works on a single cell', () => {
  expect([...upsampleMap([0.5], { rows: 1, columns: 1 }, 2, 2)]).toEqual([0.5, 0.5, 0.5, 0.5]);
});

test('upsampleMap shows the part of the photo that a crop asks for', () => {
  const whole = upsampleMap(peakAt(97), grid, 200, 200);
  const part = upsampleMap(peakAt(97), grid, 100, 50, {}, { x: 0.5, y: 0.25, width: 0.5, height: 0.25 });
  expect(part[20 * 100 + 30]).toBeCloseTo(whole[70 * 200 + 130]!, 6);
});

test('upsampleMap throws when map and grid do not agree', () => {
  expect(() => upsampleMap(new Float32Array(195), grid, 10, 10)).toThrow(RangeError);
});
