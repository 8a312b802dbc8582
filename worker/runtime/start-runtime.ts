import type { RuntimeFile } from 'virtual:saccade/build';
import { freeBytes } from '../free-bytes.ts';
import { fuseMultiplyAdd } from './fuse-multiply-add.ts';
import { GraphSession } from './graph-session.ts';
import { configureRuntime, releaseBinary } from './ort.ts';
import { withTimeout } from './with-timeout.ts';

/** After so many runs the browser knows which functions are worth its better compiler. */
const WARM_UP_RUNS = 12;

/**
 * Starts the runtime: compiles its binary, which takes longer than anything else there is to do before the first
 * caption, and can be done while the model is still on its way. The runtime starts with its first session only; it is
 * given a small graph that does what an encoder does, and runs it until the browser begins to optimise the kernels.
 *
 * @param binary - The runtime's WebAssembly, verified. Read only; not looked at any more once this has resolved.
 * @param file - Where its kernels, options and the graph to start with lie, as the build says.
 * @param threads - WASM threads, integer >= 1.
 * @param sessionMs - Time limit in milliseconds; `Infinity` waits for ever.
 * @throws {@link EnvironmentError} `no-webassembly`; {@link ModelLoadError} `session-failed`;
 *   {@link InferenceError} `out-of-memory`, `timeout`.
 */
export async function startRuntime(
  binary: Uint8Array<ArrayBuffer>,
  { kernels, options, warmUp }: Pick<RuntimeFile, 'kernels' | 'options' | 'warmUp'>,
  threads: number,
  sessionMs: number,
): Promise<void> {
  const runnable = fuseMultiplyAdd(binary, kernels);
  configureRuntime(runnable, threads, new TextDecoder().decode(binary.subarray(...options)));
  // A runtime without kernels of its own leaves the work to the GPU.
  const starting = warmUpRuntime(binary.subarray(...warmUp), kernels[1] > 0 ? WARM_UP_RUNS : 0);
  await withTimeout(starting, sessionMs, 'Starting the runtime');
  releaseBinary();
  if (runnable !== binary) freeBytes(runnable);
}

async function warmUpRuntime(graph: Uint8Array, runs: number): Promise<void> {
  const session = await GraphSession.create(graph, 'warm-up', { name: 'wasm' });
  // As scripts/build/warm-up/make.py has it.
  const x = { data: new Float32Array(64 * 28 * 28), dims: [1, 64, 28, 28] };
  for (let run = 0; run < runs; run++) await session.run({ x }, ['y']);
  await session.release();
}
