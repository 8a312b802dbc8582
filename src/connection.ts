import { assetUrls, workerScriptUrl, type AssetOptions } from './asset-urls.ts';
import { isSaccadeError } from './shared/errors/saccade-error.ts';
import type { StageTimeouts } from './shared/options.ts';
import type { Loaded, WasmRuntime, WorkerEvent } from './shared/protocol.ts';
import type { BackendInfo } from './shared/results.ts';
import { workerBlockedError } from './worker-errors.ts';
import { WorkerClient } from './worker-client.ts';
import { spawnWorker, type WorkerBackend } from './worker-spawn.ts';

/** Failures that one thread may not share with several: memory that cannot be shared, threads that never start. */
const THREADS_FAULTS: readonly string[] = [
  'timeout',
  'session-failed',
  'out-of-memory',
  'run-failed',
  'worker-crashed',
];

/** Everything a worker is loaded with, the same for the captioner's whole life. */
export interface ConnectionSetup extends AssetOptions {
  /** WASM threads to try; set to 1 once more of them have failed. */
  threads: number;
  /** Which binary to try on WASM; set to `whole` once a graph needed something that `reduced` lacks. */
  wasmRuntime: WasmRuntime;
  cache: boolean;
  /** A software adapter will do: `webgpu` was asked for by name. */
  allowFallbackAdapter: boolean;
  timeouts: Required<StageTimeouts>;
}

/** A worker that is loaded and ready. */
export interface Connection {
  readonly client: WorkerClient;
  readonly loaded: Loaded;
  /** What the worker said about its backend, with the reason why it was chosen; replaced when the worker changes it. */
  backend: BackendInfo;
}

/** What happens while and after connecting. */
export interface ConnectionListeners {
  /** Receives fractions from 0 to 1 of what this worker has to download. */
  onProgress: (fraction: number) => void;
  onEvent: (event: WorkerEvent) => void;
}

/**
 * Starts a worker and loads runtime and model into it; with the whole runtime where the reduced one will not do, and where
 * several threads fail, once more with one. A worker that fails to load is ended.
 *
 * @throws {@link EnvironmentError} `worker-blocked`; and whatever the worker's loading rejects with.
 */
export async function connect(
  backend: WorkerBackend,
  setup: ConnectionSetup,
  listeners: ConnectionListeners,
  signal: AbortSignal,
): Promise<Connection> {
  try {
    return await connectOnce(backend, setup, listeners, signal);
  } catch (error) {
    if (backend !== 'wasm' || signal.aborted) throw error;
    if (needsWholeRuntime(setup, error)) {
      setup.wasmRuntime = 'whole';
      const connection = await connect(backend, setup, listeners, signal);
      return explained(connection, `The whole runtime, because of the reduced one: ${(error as Error).message}`);
    }
    if (!isThreadsFault(setup, error)) throw error;
    const connection = await connectOnce(backend, { ...setup, threads: 1 }, listeners, signal);
    const reason = `One thread instead of ${String(setup.threads)}, which failed: ${(error as Error).message}`;
    setup.threads = 1;
    return explained(connection, reason);
  }
}

/** Puts a sentence before the reason that the connection has so far, and timings of other backends beside its own. */
export function explained(connection: Connection, reason: string, timings?: BackendInfo['timings']): Connection {
  const { backend } = connection;
  connection.backend = {
    ...backend,
    reason: [reason, backend.reason].filter(Boolean).join(' '),
    timings: { ...timings, ...backend.timings },
  };
  return connection;
}

/** Whether a graph needs something that the runtime lacks, and there is one that may have it. */
export function needsWholeRuntime({ wasmRuntime }: ConnectionSetup, error: unknown): boolean {
  return wasmRuntime === 'reduced' && isSaccadeError(error) && error.details.isUnsupported === true;
}

/** Whether the load failed in a way that threads may be the cause of; a download has nothing to do with them. */
function isThreadsFault({ threads }: ConnectionSetup, error: unknown): boolean {
  if (threads === 1 || !globalThis.crossOriginIsolated || !isSaccadeError(error)) return false;
  return THREADS_FAULTS.includes(error.code) && !('url' in error.details) && error.details.stage !== 'start';
}

async function connectOnce(
  backend: WorkerBackend,
  setup: ConnectionSetup,
  listeners: ConnectionListeners,
  signal: AbortSignal,
): Promise<Connection> {
  signal.throwIfAborted();
  const client = new WorkerClient(startWorker(backend, setup));
  const onAbort = () => {
    client.end(signal.reason);
  };
  signal.addEventListener('abort', onAbort);
  try {
    await client.hello(setup.timeouts.startMs, listeners.onEvent);
    const { threads, wasmRuntime, cache, allowFallbackAdapter, timeouts } = setup;
    const assets = assetUrls(backend, setup, wasmRuntime);
    const request = { assets, wasmRuntime, threads, cache, allowFallbackAdapter, timeouts };
    const loaded = await client.load(request, listeners.onProgress, signal);
    return { client, loaded, backend: loaded.backend };
  } catch (error) {
    client.end(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function startWorker(backend: WorkerBackend, setup: ConnectionSetup): Worker {
  const url = workerScriptUrl(backend, setup);
  if (url === undefined) throw workerBlockedError(`workerUrl names one script, which does not carry ${backend}`);
  try {
    return spawnWorker(backend, url);
  } catch (cause) {
    throw workerBlockedError(cause instanceof Error ? cause.message : String(cause), cause);
  }
}
