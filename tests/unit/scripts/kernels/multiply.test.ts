import { beforeAll, describe, expect, it } from 'vitest';
import { instantiateKernels, type KernelInstance, numbers, packed } from './kernel-instance.ts';

const [A, B, C] = [1024, 65_536, 262_144]; // bytes
const UNTOUCHED = 777;

let kernels: KernelInstance;
beforeAll(async () => {
  kernels = await instantiateKernels();
});

function run(name: 'multiply' | 'multiplyAdd', rows: number, depth: number, columns: number, alpha: number) {
  const { floats } = kernels;
  const [a, b] = [numbers(rows * depth), numbers(depth * columns, 2)];
  const [lda, ldc] = [depth + 3, columns + 5];
  for (let row = 0; row < rows; row++) floats.set(a.slice(row * depth, (row + 1) * depth), A / 4 + row * lda);
  floats.set(
    packed((row, column) => b[row * columns + column]!, depth, columns),
    B / 4,
  );
  floats.fill(UNTOUCHED, C / 4 - 8, C / 4 + 5 * ldc + 8);
  const taken = kernels[name](A, B, C, depth, rows, columns, lda, ldc, alpha);
  const expected = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += a[row * depth + k]! * b[k * columns + column]!;
    return alpha * sum + (name === 'multiplyAdd' ? UNTOUCHED : 0);
  });
  const at = (row: number) => C / 4 + row * ldc;
  const each = Array.from({ length: rows }, (_, row) => row);
  const found = each.flatMap((row) => [...floats.subarray(at(row), at(row) + columns)]);
  const around = [-1, ...each].flatMap((row) => [
    ...floats.subarray(at(row) + (row < 0 ? ldc - 8 : columns), at(row + 1)),
  ]);
  return { taken, expected, found, around };
}

describe('matrix product', () => {
  it.each([
    ['multiply', 1],
    ['multiplyAdd', 1],
    ['multiply', 4],
    ['multiplyAdd', 4],
  ] as const)('%s of %i rows: is right for every width and depth, and writes nothing beside', (name, rows) => {
    for (let columns = 1; columns <= 40; columns++)
      for (const depth of [1, 2, 3, 8, 25]) {
        const { taken, expected, found, around } = run(name, rows, depth, columns, 0.5);
        expect(taken).toBe(rows);
        found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, name === 'multiply' ? 5 : 3));
        expect(new Set(around)).toEqual(new Set([UNTOUCHED]));
      }
  });

  it('leaves two and three rows to the runtime', () => {
    kernels.originals.length = 0;
    for (const rows of [2, 3]) kernels.multiply(A, B, C, 4, rows, 16, 4, 16, 1);
    kernels.multiplyAdd(A, B, C, 4, 3, 16, 4, 16, 1);
    expect(kernels.originals).toEqual(['multiply', 'multiply', 'multiplyAdd']);
  });
});
