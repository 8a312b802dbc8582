import { readFile } from 'node:fs/promises';
import { insertKernels } from './kernels/insert-kernels.mjs';
import { reduceRuntime, sessionOptions } from './reduce/reduce-runtime.mjs';
import { withCustomSection } from './wasm-binary.mjs';

const ORT_DIST = new URL('../../node_modules/onnxruntime-web/dist/', import.meta.url);
const WARM_UP = new URL('./warm-up/warm-up.onnx', import.meta.url);

/** The binary of each worker, as onnxruntime-web publishes it. */
export const ORIGINALS = {
  wasm: new URL('ort-wasm-simd-threaded.wasm', ORT_DIST),
  webgpu: new URL('ort-wasm-simd-threaded.jspi.wasm', ORT_DIST),
};

/**
 * The binaries that are published. `reduced` is what the WASM worker loads, `whole` what it needs for graphs with other
 * operators than captions have; `webgpu` is the WebGPU worker's.
 */
export const RUNTIME_BINARIES = {
  reduced: 'ort-wasm-simd-threaded.reduced.wasm',
  whole: 'ort-wasm-simd-threaded.wasm',
  webgpu: 'ort-wasm-simd-threaded.jspi.wasm',
};

async function changed(name) {
  // On WebGPU hardly anything is left to do for the processor.
  if (name === 'webgpu') return { bytes: await readFile(ORIGINALS.webgpu), kernels: [0, 0] };
  const original = await readFile(ORIGINALS.wasm);
  return insertKernels(name === 'reduced' ? reduceRuntime(original) : original);
}

async function make(name) {
  const [{ bytes: binary, kernels }, graph] = await Promise.all([changed(name), readFile(WARM_UP)]);
  const options = Buffer.from(JSON.stringify(name === 'reduced' ? sessionOptions() : {}));
  const withOptions = withCustomSection(binary, 'saccade.session-options', options);
  const bytes = withCustomSection(withOptions, 'saccade.warm-up', graph);
  return {
    bytes,
    kernels,
    options: [withOptions.length - options.length, withOptions.length],
    warmUp: [bytes.length - graph.length, bytes.length],
  };
}

const made = {};

/**
 * A runtime as it is published: onnxruntime-web's binary, on WASM with kernels of saccade's own in it, with the options that
 * its sessions want, and with a graph to start it with.
 *
 * @param {'reduced' | 'whole' | 'webgpu'} name
 * @returns {Promise<{ bytes: Buffer, kernels: [number, number], options: [number, number], warmUp: [number, number] }>}
 * `kernels`: as `insertKernels` says; `options` and `warmUp`: where JSON and graph lie in `bytes`, up to the second (exclusive).
 */
export const runtimeBinary = (name) => (made[name] ??= make(name));
