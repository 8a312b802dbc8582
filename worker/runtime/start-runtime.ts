import { freeBytes } from '../free-bytes.ts';
import { fromBase64 } from './base64.ts';
import { fuseMultiplyAdd } from './fuse-multiply-add.ts';
import { GraphSession } from './graph-session.ts';
import { configureRuntime, releaseBinary } from './ort.ts';
import { withTimeout } from './with-timeout.ts';

/** An ONNX file whose graph is `b = Identity(a)`. */
const IDENTITY_GRAPH = 'CAc6NwoQCgFhEgFiIghJZGVudGl0eRIBZ1oPCgFhEgoKCAgBEgQKAggBYg8KAWISCgoICAESBAoCCAFCBAoAEA0=';

/**
 * Starts the runtime: compiles its binary, which takes longer than anything else there is to do before the first
 * caption, and can be done while the model is still on its way. The runtime starts with its first session only, so
 * that it is given the smallest there is.
 *
 * @param binary - The runtime's WebAssembly, verified. Read only; not looked at any more once this has resolved.
 * @param kernels - Where its kernels lie, as the build says.
 * @param threads - WASM threads, integer >= 1.
 * @param sessionMs - Time limit in milliseconds; `Infinity` waits for ever.
 * @throws {@link EnvironmentError} `no-webassembly`; {@link ModelLoadError} `session-failed`;
 *   {@link InferenceError} `out-of-memory`, `timeout`.
 */
export async function startRuntime(
  binary: Uint8Array<ArrayBuffer>,
  kernels: readonly [number, number],
  threads: number,
  sessionMs: number,
): Promise<void> {
  const runnable = fuseMultiplyAdd(binary, kernels);
  configureRuntime(runnable, threads);
  const starting = GraphSession.create(fromBase64(IDENTITY_GRAPH), 'start of the runtime', { name: 'wasm' });
  const session = await withTimeout(starting, sessionMs, 'Starting the runtime');
  await session.release();
  releaseBinary();
  if (runnable !== binary) freeBytes(runnable);
}
