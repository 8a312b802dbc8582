import { WASM_WORKER_SOURCE, WEBGPU_WORKER_SOURCE } from 'virtual:saccade/worker-source';
import type { WorkerBackend } from './worker-spawn.ts';

const blobUrls = new Map<WorkerBackend, string>();

/**
 * Starts the worker for a backend from source text that the build put into this bundle, as a Blob.
 * Takes the place of `worker-spawn.ts` in `saccade/inline`; needs `worker-src blob:` where the page has a CSP.
 *
 * @param backend - Which runtime.
 * @param url - Address that the caller set with `workerUrl`, or null for the source in this bundle.
 * @throws What the `Worker` constructor throws.
 */
export function spawnWorker(backend: WorkerBackend, url: string | null): Worker {
  return new Worker(url ?? blobUrl(backend), { type: 'module' });
}

/** One address a backend, never revoked: a worker starts its threads from it whenever it needs them. */
function blobUrl(backend: WorkerBackend): string {
  const source = backend === 'webgpu' ? WEBGPU_WORKER_SOURCE : WASM_WORKER_SOURCE;
  const found = blobUrls.get(backend) ?? URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  blobUrls.set(backend, found);
  return found;
}
