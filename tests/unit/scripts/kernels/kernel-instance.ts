import assembler from 'wabt';
import { KERNELS } from '../../../../scripts/build/kernels/insert-kernels.mjs';

type Call = (...numbers: number[]) => number;

/** The kernels by themselves, with a memory of their own. */
export interface KernelInstance {
  floats: Float32Array;
  integers: Int32Array;
  multiply: Call;
  multiplyAdd: Call;
  convolve: Call;
  /** Names of the runtime's own functions that were called, one an entry. */
  originals: string[];
}

const MULTIPLY = '(param i32 i32 i32 i32 i32 i32 i32 i32 f32) (result i32)';
const CONVOLVE = '(param i32 i32 i32 i32 i32 i32 i32 i32)';

/** What the runtime's own functions are replaced with only takes note that it was called. */
export async function instantiateKernels(): Promise<KernelInstance> {
  const { parseWat } = await assembler();
  const exported = ['multiply', 'multiplyAdd', 'convolve'].map((name) => `(export "${name}" (func $${name}))`);
  const text = `(module
    (import "" "multiply" (func $original.multiply ${MULTIPLY}))
    (import "" "multiplyAdd" (func $original.multiplyAdd ${MULTIPLY}))
    (import "" "convolve" (func $original.convolve ${CONVOLVE}))
    (memory (export "memory") 32) ${exported.join(' ')} ${KERNELS})`;
  const module = parseWat('kernels', text);
  const binary = module.toBinary({}).buffer;
  module.destroy();
  const originals: string[] = [];
  const note = (name: string) => () => originals.push(name);
  const imports = { multiply: note('multiply'), multiplyAdd: note('multiplyAdd'), convolve: note('convolve') };
  const { instance } = await WebAssembly.instantiate(binary as BufferSource, { '': imports });
  const { memory, ...calls } = instance.exports as unknown as { memory: WebAssembly.Memory } & Record<
    'multiply' | 'multiplyAdd' | 'convolve',
    Call
  >;
  return { floats: new Float32Array(memory.buffer), integers: new Int32Array(memory.buffer), ...calls, originals };
}

/** Numbers between -1 and 1 that are the same in every run. */
export const numbers = (count: number, seed = 1): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(Math.sin((i + 1) * 12.9898 * seed)));
