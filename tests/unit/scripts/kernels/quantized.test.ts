import { beforeAll, describe, expect, it } from 'vitest';
import { instantiateKernels, type KernelInstance, numbers, packed, TRANSPOSED } from './kernel-instance.ts';

const [A, B, PACKED, C] = [4096, 65_536, 458_752, 917_504]; // bytes
const UNTOUCHED = 777;
const MARK = 0x7fb5acad;

let kernels: KernelInstance;
beforeAll(async () => {
  kernels = await instantiateKernels();
});

/** Weights that are whole multiples of a scale for each column, -127 and 127 among them. */
function wholeWeights(depth: number, columns: number): number[] {
  const scales = numbers(columns, 3).map((value) => Math.fround(0.001 + Math.abs(value) / 100));
  return numbers(depth * columns, 2).map((value, i) => {
    const whole = i < columns ? (i % 2 ? 127 : -127) : Math.round(127 * value);
    return Math.fround(whole * scales[i % columns]!);
  });
}

/** Packs B as the runtime asks for it; at PACKED. */
function pack(b: number[], depth: number, columns: number, transposed = false): void {
  const { floats } = kernels;
  const order = transposed ? b.map((_, i) => b[(i % depth) * columns + Math.floor(i / depth)]!) : b;
  floats.set(order, B / 4);
  floats.fill(UNTOUCHED, PACKED / 4, C / 4);
  kernels.pack(transposed ? TRANSPOSED : 111, columns, depth, B, transposed ? depth : columns, PACKED);
}

/** A row times B, with every slice of 256 as the runtime asks for them, and what stands around the result. */
function multiply(a: number[], depth: number, columns: number, alpha: number) {
  const { floats } = kernels;
  floats.set(a, A / 4);
  floats.fill(UNTOUCHED, C / 4 - 8, C / 4 + columns + 8);
  const aligned = Math.ceil(columns / 16) * 16;
  for (let k = 0; k < depth; k += 256) {
    const count = Math.min(256, depth - k);
    const name = k === 0 ? 'multiply' : 'multiplyAdd';
    const rows = 3; // more than it takes at a time
    const taken = kernels[name](A + 4 * k, PACKED + 4 * aligned * k, C, count, rows, columns, depth, columns, alpha);
    expect(taken).toBe(1);
  }
  const found = [...floats.subarray(C / 4, C / 4 + columns)];
  const around = [...floats.subarray(C / 4 - 8, C / 4), ...floats.subarray(C / 4 + columns, C / 4 + columns + 8)];
  return { found, around };
}

function expectProduct(a: number[], b: number[], depth: number, columns: number): void {
  const { found, around } = multiply(a, depth, columns, 0.5);
  for (let column = 0; column < columns; column++) {
    let [sum, weights] = [0, 0];
    for (let k = 0; k < depth; k++) {
      sum += 0.5 * a[k]! * b[k * columns + column]!;
      weights += Math.abs(0.5 * b[k * columns + column]!);
    }
    // Half a step of the int16, and as much again for the rounding of floats.
    const tolerance = (Math.max(...a.map(Math.abs)) * weights) / 32_767;
    expect(Math.abs(found[column]! - sum)).toBeLessThanOrEqual(tolerance);
  }
  expect(new Set(around)).toEqual(new Set([UNTOUCHED]));
}

describe('weights that were int8', () => {
  it.each([4, 5, 31, 256, 260, 511, 516])('are right with %i rows, of every width, transposed or not', (depth) => {
    const a = numbers(depth);
    for (const columns of [1, 4, 7, 8, 12, 16, 17, 24, 32, 33, 47, 48, 80, 128]) {
      const b = wholeWeights(depth, columns);
      for (const transposed of [false, true]) {
        pack(b, depth, columns, transposed);
        expect(kernels.integers[PACKED / 4]).toBe(MARK);
        expectProduct(a, b, depth, columns);
      }
      // Nothing is written behind the space that the runtime gives.
      expect(kernels.floats[PACKED / 4 + Math.ceil(columns / 16) * 16 * depth]).toBe(UNTOUCHED);
    }
  });

  it('are exact where the row is, too', () => {
    const depth = 64;
    const b = numbers(depth * 16, 2).map((value, i) => (i < 16 ? 127 : Math.round(127 * value)));
    const a = numbers(depth).map((value, i) => (i === 0 ? 32_767 : Math.round(1000 * value)));
    pack(b, depth, 16);
    const { found } = multiply(a, depth, 16, 1);
    const expected = found.map((_, column) => a.reduce((sum, value, k) => sum + value * b[k * 16 + column]!, 0));
    found.forEach((value, column) => expect(value).toBe(Math.fround(expected[column]!)));
  });

  it.each([
    ['are zeros', (value: number, i: number) => (i % 16 === 3 ? 0 : value)],
    ['have a column of zeros', () => 0],
  ])('may %s', (_, change) => {
    const b = wholeWeights(64, 16).map(change);
    pack(b, 64, 16);
    expectProduct(numbers(64), b, 64, 16);
  });

  it('give what floats give for a row of zeros, and for one that holds no number or infinity', () => {
    pack(wholeWeights(64, 16), 64, 16);
    expect(new Set(multiply(Array<number>(64).fill(0), 64, 16, 1).found)).toEqual(new Set([0]));
    const row = numbers(64);
    expect(multiply([NaN, ...row.slice(1)], 64, 16, 1).found.every(Number.isNaN)).toBe(true);
    expect(multiply([...row.slice(1), Infinity], 64, 16, 1).found.some(Number.isFinite)).toBe(false);
  });
});

describe('other weights', () => {
  it.each([
    ['are not multiples of a scale', 64, (value: number, i: number) => (i === 700 ? value * 1.01 : value)],
    ['are not all numbers', 64, (value: number, i: number) => (i === 700 ? NaN : value)],
    ['have a slice too small for the scales', 258, (value: number) => value],
  ])('that %s are packed as the runtime packs them', (_, depth, change) => {
    const columns = 33;
    const b = wholeWeights(depth, columns).map(change).map(Math.fround);
    pack(b, depth, columns);
    const expected = packed((row, column) => b[row * columns + column]!, depth, columns);
    expect([...kernels.floats.subarray(PACKED / 4, PACKED / 4 + expected.length)]).toEqual(expected);
  });
});
