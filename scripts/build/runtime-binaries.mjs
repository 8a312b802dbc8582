import { readFile } from 'node:fs/promises';
import { insertKernels } from './kernels/insert-kernels.mjs';

const ORT_DIST = new URL('../../node_modules/onnxruntime-web/dist/', import.meta.url);

/** The WASM binary of each worker, as onnxruntime-web names it. */
export const RUNTIME_BINARIES = {
  wasm: 'ort-wasm-simd-threaded.wasm',
  webgpu: 'ort-wasm-simd-threaded.jspi.wasm',
};

async function make(target) {
  const bytes = await readFile(new URL(RUNTIME_BINARIES[target], ORT_DIST));
  // On WebGPU hardly anything is left to do for the processor.
  return target === 'wasm' ? insertKernels(bytes) : { bytes, kernels: [0, 0] };
}

const made = {};

/**
 * A runtime as it is published: onnxruntime-web's binary, on WASM with kernels of saccade's own in it.
 *
 * @param {'wasm' | 'webgpu'} target
 * @returns {Promise<{ bytes: Buffer, kernels: [number, number] }>} `kernels`: as `insertKernels` says.
 */
export const runtimeBinary = (target) => (made[target] ??= make(target));
