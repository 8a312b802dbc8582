import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import assembler from 'wabt';
import {
  CODE,
  countImportedFunctions,
  FUNCTIONS,
  leb128,
  readBodies,
  readFunctions,
  readTypes,
  sectionsOf,
  signature,
  sized,
  TYPES,
  vector,
  withSections,
} from '../wasm-binary.mjs';

/** What is replaced in onnxruntime-web's `ort-wasm-simd-threaded.wasm`: number in the pinned version, digest of the code. */
export const REPLACED = {
  // MlasSgemmKernelZero
  multiply: { index: 1422, sha256: 'f7728808b5f87253962b9f639f830459c0961fbc2cd2f8463534e97ae5a7e534' },
  // MlasSgemmKernelAdd
  multiplyAdd: { index: 2415, sha256: '9e72cc3a5fb5a445d440bf86c3de4b8bb338ee3773f763c730af6227034c8f08' },
  // MlasGemmPackB of float32
  pack: { index: 2411, sha256: '2fedf52721438c60ef76454875d30324e273cd8f4f85c6e7b21a5e7d1476b069' },
  // MlasConvOperation
  convolve: { index: 2702, sha256: '495a286b53968b5f935891dd8c1844e4bc1cbcd9a3abc076079660f0fd323a5f' },
};
/** The kernels as text, without the imports and the memory that make a module of them. */
export const KERNELS = ['multiply.wat', 'quantized.wat', 'convolve.wat', 'slide.wat', 'store.wat']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n');
const KERNEL_NAMES = [...KERNELS.matchAll(/^\(func \$(\w+)/gm)].map(([, name]) => name);

/**
 * The kernels, calling functions by their numbers in the runtime: the assembler sees a module that imports as many
 * functions as the runtime has before the kernels.
 *
 * @param {number} count
 * @param {Map<number, string>} declared - Name and type, as text, of those that are called.
 */
async function assemble(count, declared) {
  const { parseWat } = await assembler();
  const imports = Array.from({ length: count }, (_, index) => `(import "" "" (func ${declared.get(index) ?? ''}))`);
  const globals = '(global $stackPointer (mut i32) (i32.const 0))'; // the runtime's first one, too
  const module = parseWat(
    'kernels',
    `(module (import "" "memory" (memory 1)) ${imports.join('\n')} ${globals} ${KERNELS})`,
  );
  const sections = sectionsOf(Buffer.from(module.toBinary({}).buffer));
  module.destroy();
  const types = readTypes(sections);
  return { bodies: readBodies(sections), types: readFunctions(sections).map((index) => types[index]) };
}

function assertPinned(bodyOf) {
  for (const [name, { index, sha256 }] of Object.entries(REPLACED)) {
    const found = createHash('sha256').update(bodyOf(index)).digest('hex');
    if (found !== sha256)
      throw new Error(
        `onnxruntime-web's function ${index} is not ${name} any more (its digest is ${found}): review scripts/build/kernels`,
      );
  }
}

/**
 * onnxruntime-web's binary with faster kernels in it. It needs of WebAssembly what it needed before.
 *
 * @param {Uint8Array} binary `ort-wasm-simd-threaded.wasm` of the pinned version.
 * @returns {Promise<{ bytes: Buffer, kernels: [number, number] }>} `kernels`: where they lie in `bytes`, up to the second
 * (exclusive), for worker/runtime/fuse-multiply-add.ts.
 * @throws {Error} If another version has other functions where those are that are replaced.
 */
export async function insertKernels(binary) {
  const sections = sectionsOf(binary);
  const imported = countImportedFunctions(sections);
  const [types, functions, bodies] = [readTypes(sections), readFunctions(sections), readBodies(sections)];
  assertPinned((index) => bodies[index - imported]);

  const declared = new Map();
  for (const [name, { index }] of Object.entries(REPLACED)) {
    declared.set(imported + functions.length, `$original.${name} ${signature(types[functions[index - imported]])}`);
    functions.push(functions[index - imported]);
    bodies.push(bodies[index - imported]);
  }
  const kernels = await assemble(imported + functions.length, declared);
  for (const type of kernels.types) {
    const known = types.findIndex((each) => Buffer.compare(each, type) === 0);
    functions.push(known < 0 ? types.push(type) - 1 : known);
  }
  kernels.bodies.forEach((body, i) => {
    const replaced = REPLACED[KERNEL_NAMES[i]];
    if (replaced) bodies[replaced.index - imported] = body;
  });
  bodies.push(...kernels.bodies);

  const bytes = withSections(binary, {
    [TYPES]: vector(types),
    [FUNCTIONS]: vector(functions.map(leb128)),
    [CODE]: vector(bodies.map(sized)),
  });
  const { end } = sectionsOf(bytes).find(({ id }) => id === CODE);
  const length = kernels.bodies.reduce((sum, body) => sum + sized(body).length, 0);
  return { bytes, kernels: [end - length, end] };
}
