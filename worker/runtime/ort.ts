import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { recordMemory } from './wasm-memory.ts';

export { InferenceSession, Tensor };

/** Options that every session of this runtime is made with. */
export let sessionOptions: { session?: object; optimization?: object } = {};

/**
 * Sets the runtime up; once in a worker's life, before the first session.
 *
 * @param binary - The runtime's WebAssembly, already verified. The runtime fetches nothing itself.
 * @param threads - WASM threads, integer >= 1.
 * @param options - Of its sessions, as JSON: which optimizers to leave out, where they would find nothing to do.
 */
export function configureRuntime(binary: Uint8Array, threads: number, options: string): void {
  sessionOptions = JSON.parse(options) as typeof sessionOptions;
  env.logLevel = 'error';
  env.wasm.wasmBinary = binary;
  env.wasm.numThreads = threads;
  recordMemory();
}

/** Lets go of the binary, which is of no use once the first session stands. */
export function releaseBinary(): void {
  delete env.wasm.wasmBinary;
}
