import { anySignal } from './any-signal.ts';
import { forgetVerdicts } from './backend-verdict.ts';
import { chooseBackend } from './backend-choice.ts';
import { CallQueue } from './call-queue.ts';
import { connect, needsWholeRuntime, type Connection, type ConnectionSetup } from './connection.ts';
import { interruptible } from './interruptible.ts';
import { isSaccadeError } from './shared/errors/saccade-error.ts';
import type { BackendPreference } from './shared/options.ts';
import type { BackendInfo } from './shared/results.ts';
import { destroyedError } from './worker-errors.ts';
import type { WorkerBackend } from './worker-spawn.ts';

/** Failures of a GPU that WASM does not share; the call that met one is run again. */
const GPU_FAULTS: readonly string[] = ['device-lost', 'run-failed', 'out-of-memory'];

/** One call as the engine sees it. May be run twice, if the GPU fails in the middle. */
export interface Task<Read, Result> {
  /** Prepares what is sent: reads the photo. */
  read: (signal: AbortSignal) => Promise<Read>;
  /** Sends it to the worker and resolves with the answer. */
  send: (connection: Connection, read: Read, signal: AbortSignal) => Promise<Result>;
  /** Lets go of what was read, if there is no worker to send it to. */
  discard: (read: Read) => void;
  /** False if a second `read` would give something else, as with a playing video. */
  repeatable: boolean;
}

/**
 * Keeps a loaded worker at hand: replaces one that crashed when the next call comes, goes on with WASM where a GPU
 * fails for good, runs calls in order, and settles all of them when it is destroyed.
 */
export class Engine {
  readonly #setup: ConnectionSetup;
  readonly #onBackendChange: () => void;
  readonly #queue = new CallQueue();
  readonly #life = new AbortController();
  /** What answers the next call; null after a worker ended. `connection` is null while it is being made. */
  #current: { promise: Promise<Connection>; connection: Connection | null } | null = null;
  #last: Connection | null = null;

  constructor(setup: ConnectionSetup, onBackendChange: () => void) {
    this.#setup = setup;
    this.#onBackendChange = onBackendChange;
  }

  /**
   * Chooses the backend and loads it.
   *
   * @param onProgress - Receives fractions from 0 to 1, not necessarily rising.
   * @param signal - Ends the worker and rejects with its reason.
   */
  async start(
    preference: BackendPreference,
    onProgress: (fraction: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { signal: stop, release } = anySignal([signal, this.#life.signal]);
    const choice = chooseBackend(preference, this.#setup, (backend, from, to) =>
      this.#connect(backend, stop, (fraction) => {
        onProgress(from + (to - from) * fraction);
      }),
    );
    // A choice that comes after the abort has nobody to serve.
    choice.then(
      ({ client }) => {
        if (stop.aborted) client.end(stop.reason);
      },
      () => undefined,
    );
    try {
      this.#adopt(await interruptible(choice, stop));
    } finally {
      release();
    }
  }

  /** The connection that answers now, or answered last. */
  get last(): Connection {
    return this.#last!;
  }

  get backend(): BackendInfo {
    return this.last.backend;
  }

  get destroyed(): boolean {
    return this.#life.signal.aborted;
  }

  /** Runs a task when its turn comes. Rejects at once when `signal` aborts or the engine is destroyed. */
  async run<Read, Result>(task: Task<Read, Result>, signal: AbortSignal | undefined): Promise<Result> {
    const { signal: stop, release } = anySignal([signal, this.#life.signal]);
    const work = this.#queue.run(
      () => task.read(stop),
      (read) => this.#send(task, read, stop),
      stop,
    );
    try {
      return await interruptible(work, stop);
    } finally {
      release();
    }
  }

  /** Ends the worker; every waiting and every later call rejects with `destroyed`. */
  destroy(): void {
    if (this.destroyed) return;
    const reason = destroyedError('captioner');
    this.#life.abort(reason);
    this.#last?.client.end(reason);
  }

  async #send<Read, Result>(task: Task<Read, Result>, read: Read, stop: AbortSignal): Promise<Result> {
    let connection: Connection;
    try {
      connection = await this.#connection();
    } catch (error) {
      task.discard(read);
      throw error;
    }
    try {
      return await task.send(connection, read, stop);
    } catch (error) {
      const isCurable = isGpuFault(connection, error) || this.#needsWholeRuntime(connection, error);
      if (!isCurable || !task.repeatable || stop.aborted) throw error;
      const replacement = await this.#leave(connection, error);
      return await task.send(replacement, await task.read(stop), stop);
    }
  }

  /** The loaded worker, or a new one of the same kind in place of one that ended. */
  #connection(): Promise<Connection> {
    this.#life.signal.throwIfAborted();
    return this.#current?.promise ?? this.#replace(this.backend.name, null);
  }

  #needsWholeRuntime({ backend }: Connection, error: unknown): boolean {
    return backend.name === 'wasm' && needsWholeRuntime(this.#setup, error);
  }

  /** Goes on with WASM where WebGPU failed, with the whole runtime where the reduced one lacked something. */
  #leave(failed: Connection, error: unknown): Promise<Connection> {
    // Several calls may meet the same failure; the first one makes the replacement.
    if (this.#current?.connection !== failed) return this.#connection();
    const fromGpu = failed.backend.name === 'webgpu';
    if (fromGpu) forgetVerdicts();
    else this.#setup.wasmRuntime = 'whole';
    const reason = fromGpu ? 'WASM, because WebGPU failed' : 'The whole runtime, because of the reduced one';
    const replacing = this.#replace('wasm', `${reason}: ${(error as Error).message}`);
    failed.client.end(error);
    return replacing;
  }

  #replace(backend: WorkerBackend, reason: string | null): Promise<Connection> {
    const before = this.backend;
    const replacing = this.#connect(backend, this.#life.signal, () => undefined).catch((error: unknown) => {
      if (backend === 'wasm' || this.destroyed) throw error;
      reason = `WASM, because WebGPU failed: ${error instanceof Error ? error.message : String(error)}`;
      return this.#connect('wasm', this.#life.signal, () => undefined);
    });
    const promise = replacing.then(
      (connection) => {
        const { backend: now } = connection;
        connection.backend = {
          ...now,
          reason: reason ?? before.reason,
          timings: { ...before.timings, ...now.timings },
        };
        this.#adopt(connection);
        if (now.name !== before.name) this.#onBackendChange();
        return connection;
      },
      (error: unknown) => {
        this.#current = null; // the next call tries again
        throw error;
      },
    );
    this.#current = { promise, connection: null };
    return promise;
  }

  #connect(backend: WorkerBackend, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Connection> {
    const connecting = connect(backend, this.#setup, { onProgress, onEvent }, signal);
    const onBackendChange = this.#onBackendChange;
    let connected: Connection | null = null;
    connecting.then(
      (connection) => {
        connected = connection;
      },
      () => undefined,
    );
    return connecting;

    function onEvent(event: { type: 'backendchange'; backend: BackendInfo }): void {
      if (!connected) return;
      if (event.backend.name !== connected.backend.name) forgetVerdicts();
      connected.backend = { ...event.backend, timings: { ...connected.backend.timings, ...event.backend.timings } };
      onBackendChange();
    }
  }

  #adopt(connection: Connection): void {
    this.#last = connection;
    this.#current = { promise: Promise.resolve(connection), connection };
    void connection.client.ended.then(() => {
      if (this.#current?.connection === connection) this.#current = null;
    });
  }
}

function isGpuFault(connection: Connection, error: unknown): boolean {
  return connection.backend.name === 'webgpu' && isSaccadeError(error) && GPU_FAULTS.includes(error.code);
}
