import assembler from 'wabt';
import { KERNELS } from '../../../../scripts/build/kernels/insert-kernels.mjs';

type Call = (...numbers: number[]) => number;

/** The kernels by themselves, with a memory of their own. */
export interface KernelInstance {
  floats: Float32Array;
  integers: Int32Array;
  multiply: Call;
  multiplyAdd: Call;
  pack: Call;
  convolve: Call;
  /** Names of the runtime's own functions that were called, one an entry. */
  originals: string[];
}

/** MLAS's CblasTrans. */
export const TRANSPOSED = 112;
const MULTIPLY = '(param i32 i32 i32 i32 i32 i32 i32 i32 f32) (result i32)';
const PACK = '(param i32 i32 i32 i32 i32 i32)';
const CONVOLVE = '(param i32 i32 i32 i32 i32 i32 i32 i32)';

/** The runtime's own functions only take note that they were called, but for packing, which is done. */
export async function instantiateKernels(): Promise<KernelInstance> {
  const { parseWat } = await assembler();
  const exported = ['multiply', 'multiplyAdd', 'pack', 'convolve'].map((name) => `(export "${name}" (func $${name}))`);
  const text = `(module
    (import "" "multiply" (func $original.multiply ${MULTIPLY}))
    (import "" "multiplyAdd" (func $original.multiplyAdd ${MULTIPLY}))
    (import "" "pack" (func $original.pack ${PACK}))
    (import "" "convolve" (func $original.convolve ${CONVOLVE}))
    (global $stackPointer (mut i32) (i32.const 1024))
    (memory (export "memory") 32) ${exported.join(' ')} ${KERNELS})`;
  const module = parseWat('kernels', text);
  const binary = module.toBinary({}).buffer;
  module.destroy();
  const originals: string[] = [];
  const note = (name: string) => () => originals.push(name);
  const pack = (transpose: number, columns: number, depth: number, b: number, ldb: number, to: number) => {
    const b4 = (row: number, column: number) =>
      b / 4 + (transpose === TRANSPOSED ? column * ldb + row : row * ldb + column);
    packed((row, column) => floats[b4(row, column)]!, depth, columns).forEach(
      (value, i) => (floats[to / 4 + i] = value),
    );
  };
  const imports = { multiply: note('multiply'), multiplyAdd: note('multiplyAdd'), pack, convolve: note('convolve') };
  const { instance } = await WebAssembly.instantiate(binary as BufferSource, { '': imports });
  const { memory, ...calls } = instance.exports as unknown as { memory: WebAssembly.Memory } & Record<
    'multiply' | 'multiplyAdd' | 'pack' | 'convolve',
    Call
  >;
  const floats = new Float32Array(memory.buffer);
  return { floats, integers: new Int32Array(memory.buffer), ...calls, originals };
}

/** B as the runtime packs it: slices of 256 rows, each in panels of 16 columns, filled up with zeros. */
export function packed(at: (row: number, column: number) => number, depth: number, columns: number): number[] {
  const values: number[] = [];
  for (let first = 0; first < depth; first += 256)
    for (let panel = 0; panel < columns; panel += 16)
      for (let row = first; row < Math.min(first + 256, depth); row++)
        for (let column = panel; column < panel + 16; column++) values.push(column < columns ? at(row, column) : 0);
  return values;
}

/** Numbers between -1 and 1 that are the same in every run. */
export const numbers = (count: number, seed = 1): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(Math.sin((i + 1) * 12.9898 * seed)));
