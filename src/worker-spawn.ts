/** Backends by the worker file that carries their runtime. */
export type WorkerBackend = 'wasm' | 'webgpu';

/**
 * Starts the worker for a backend.
 *
 * The default addresses are spelt out to the letter, twice: bundlers find workers by matching this text.
 * `saccade/inline` puts `worker-spawn-inline.ts` in this file's place.
 *
 * @param backend - Which runtime.
 * @param url - Address that the caller set with `workerUrl`, or null for the file beside this module.
 * @throws What the `Worker` constructor throws: a SecurityError for another origin, for instance.
 */
export function spawnWorker(backend: WorkerBackend, url: string | null): Worker {
  if (url !== null) return new Worker(url, { type: 'module' });
  if (backend === 'webgpu') return new Worker(new URL('./worker-webgpu.js', import.meta.url), { type: 'module' });
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
}
