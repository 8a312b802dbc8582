import { WASM_WORKER_SOURCE, WEBGPU_WORKER_SOURCE } from 'virtual:saccade/worker-source';
import type { WorkerBackend } from './worker-spawn.ts';

/**
 * Starts the worker for a backend from source text that the build put into this bundle, as a Blob.
 * Takes the place of `worker-spawn.ts` in `saccade/inline`; needs `worker-src blob:` where the page has a CSP.
 *
 * @param backend - Which runtime.
 * @param url - Address that the caller set with `workerUrl`, or null for the source in this bundle.
 * @throws What the `Worker` constructor throws.
 */
export function spawnWorker(backend: WorkerBackend, url: string | null): Worker {
  if (url !== null) return new Worker(url, { type: 'module' });
  const source = backend === 'webgpu' ? WEBGPU_WORKER_SOURCE : WASM_WORKER_SOURCE;
  const blobUrl = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return new Worker(blobUrl, { type: 'module' });
  } finally {
    // The worker's fetch has captured the Blob by the time the constructor returns.
    URL.revokeObjectURL(blobUrl);
  }
}
