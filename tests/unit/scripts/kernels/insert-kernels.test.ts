import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { insertKernels } from '../../../../scripts/build/kernels/insert-kernels.mjs';

const ORIGINAL = readFileSync('node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm');
// eslint-disable-next-line no-control-regex -- the characters are bytes
const MULTIPLY_THEN_ADD = /\xfd\xe6\x01\x20.\xfd\xe4\x01/gs;

describe('insertKernels', () => {
  let made: { bytes: Buffer; kernels: [number, number] };
  beforeAll(async () => {
    made = await insertKernels(ORIGINAL);
  });

  it('gives WebAssembly that is valid and imports and exports what it did', async () => {
    const [before, after] = await Promise.all(
      [ORIGINAL, made.bytes].map((bytes) => WebAssembly.compile(bytes as BufferSource)),
    );
    expect(WebAssembly.Module.imports(after!)).toEqual(WebAssembly.Module.imports(before!));
    expect(WebAssembly.Module.exports(after!)).toEqual(WebAssembly.Module.exports(before!));
  });

  it('says where the kernels lie: all of their products and sums, and no others, are there', () => {
    const code = made.bytes.subarray(...made.kernels).toString('latin1');
    expect(code.match(MULTIPLY_THEN_ADD)).toHaveLength(104);
    expect(made.kernels[1] - made.kernels[0]).toBeLessThan(8192);
  });

  it('refuses a binary that has other functions in their places', async () => {
    await expect(insertKernels(made.bytes)).rejects.toThrow(/function 1422 is not multiply any more/);
  });
});
