import * as Comlink from 'comlink';
import { reviveError } from './shared/errors/revive-error.ts';
import type { DecodeOptions } from './shared/options.ts';
import type { Loaded, LoadRequest, Reply, Subject, WorkerApi, WorkerEvent } from './shared/protocol.ts';
import type { Alignment, Caption, CaptionToken } from './shared/results.ts';
import { timeoutError, workerBlockedError, workerCrashedError } from './worker-errors.ts';
import { LifeWatch } from './life-watch.ts';
import { Watchdog } from './watchdog.ts';

/** What a photo that was looked at is called in the worker. */
export interface LookedAt {
  view: number;
  photoWidth: number;
  photoHeight: number;
}

/**
 * One worker and everything that waits for it. The only place that knows comlink.
 *
 * comlink's promises never settle when a worker goes away, so every call is registered here and settled by
 * {@link WorkerClient.end}, which is also what a crash, a lost message or a silent worker leads to.
 */
export class WorkerClient {
  /** Resolves with the reason when the worker has ended, whoever ended it. */
  readonly ended: Promise<unknown>;
  readonly #worker: Worker;
  /** Pinned for the client's life: comlink shuts the worker's side when this proxy is collected. */
  readonly #api: Comlink.Remote<WorkerApi>;
  readonly #pending = new Map<number, (reason: unknown) => void>();
  readonly #watchdog: Watchdog;
  readonly #lifeWatch: LifeWatch;
  #life: { state: 'starting' | 'running' } | { state: 'ended'; reason: unknown } = { state: 'starting' };
  #resolveEnded!: (reason: unknown) => void;
  #stage: 'session' | 'run' = 'run';
  #lastJob = 0;

  constructor(worker: Worker) {
    Comlink.transferHandlers.set('proxy', callbackHandler);
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#worker = worker;
    this.#api = Comlink.wrap<WorkerApi>(worker);
    this.#watchdog = new Watchdog(
      () => this.#api.memory(),
      (silentMs) => {
        this.end(timeoutError(this.#stage, silentMs));
      },
    );
    this.#lifeWatch = new LifeWatch(
      (lock) => this.#api.hold(lock),
      () => void this.#api.letGo(),
      () => {
        this.end(workerCrashedError('the worker is gone'));
      },
    );
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const message = (event as Partial<ErrorEvent>).message ?? '';
      this.end(this.#life.state === 'starting' ? workerBlockedError(message) : workerCrashedError(message));
    });
    worker.addEventListener('messageerror', () => {
      this.end(workerCrashedError('a message could not be read'));
    });
  }

  /**
   * Waits for the worker's first answer and registers the listener for its events.
   *
   * @param startMs - Time limit, `Infinity` for none.
   */
  async hello(startMs: number, onEvent: (event: WorkerEvent) => void): Promise<void> {
    const timer = Number.isFinite(startMs)
      ? setTimeout(() => {
          this.end(timeoutError('start', startMs));
        }, startMs)
      : undefined;
    try {
      const listen = (lifeLock: string) => this.#api.listen(asFunction(new Callback(onEvent)), lifeLock);
      await Promise.race([this.#lifeWatch.begin(listen), this.ended]);
    } finally {
      clearTimeout(timer);
    }
    if (this.#life.state === 'ended') throw this.#life.reason;
    this.#life = { state: 'running' };
  }

  /** Loads runtime and model. `onProgress` receives fractions from 0 to 1. */
  async load(request: LoadRequest, onProgress: (fraction: number) => void, signal?: AbortSignal): Promise<Loaded> {
    const { sessionMs, runMs } = request.timeouts;
    this.#stage = 'session';
    this.#watchdog.limitMs = Math.max(sessionMs, runMs);
    const loaded = await this.#run<Loaded>(signal, [onProgress], (job, [progress]) =>
      this.#api.load(job, request, asFunction(progress!)),
    );
    this.#stage = 'run';
    this.#watchdog.limitMs = runMs;
    return loaded;
  }

  /** @param onToken - Receives tokens in order; none any more once the promise has settled. */
  caption(
    subject: Subject,
    options: DecodeOptions,
    onToken: ((token: CaptionToken) => void) | null,
    signal?: AbortSignal,
  ): Promise<Caption> {
    return this.#run<Caption>(signal, onToken ? [onToken] : [], (job, [listener]) =>
      this.#api.caption(job, transferred(subject), options, listener ? asFunction(listener) : null),
    );
  }

  look(subject: Subject, signal?: AbortSignal): Promise<LookedAt> {
    return this.#run<LookedAt>(signal, [], (job) => this.#api.look(job, transferred(subject)));
  }

  align(
    subject: Subject,
    texts: readonly string[],
    options: DecodeOptions,
    signal?: AbortSignal,
  ): Promise<Alignment[]> {
    return this.#run<Alignment[]>(signal, [], (job) => this.#api.align(job, transferred(subject), texts, options));
  }

  /** Forgets a view; a worker that has ended has forgotten it already. */
  forget(view: number): void {
    if (this.#life.state !== 'ended') void this.#api.forget(view);
  }

  /** Bytes of WebAssembly memory that the worker holds. */
  memory(): Promise<{ wasmBytes: number }> {
    return this.#run(undefined, [], async () => ({ ok: true, value: await this.#api.memory() }));
  }

  /** Ends the worker and rejects everything that waits for it. Later calls of this method do nothing. */
  end(reason: unknown): void {
    if (this.#life.state === 'ended') return;
    this.#life = { state: 'ended', reason };
    this.#watchdog.stop();
    this.#lifeWatch.end();
    this.#worker.terminate();
    for (const reject of this.#pending.values()) reject(reason);
    this.#pending.clear();
    this.#resolveEnded(reason);
  }

  #run<T>(
    signal: AbortSignal | undefined,
    functions: ((value: never) => void)[],
    call: (job: number, callbacks: Callback[]) => Promise<Reply<T>>,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#life.state === 'ended') {
        reject(this.#life.reason);
        return;
      }
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const job = ++this.#lastJob;
      const callbacks = functions.map((run) => new Callback(run));
      const onAbort = () => {
        void this.#api.cancel(job);
        reject(signal!.reason);
      };
      // The worker may still work on an aborted job, so it stays registered, and watched, until the reply.
      const close = () => {
        signal?.removeEventListener('abort', onAbort);
        this.#pending.delete(job);
        if (this.#pending.size === 0) {
          this.#watchdog.stop();
          this.#lifeWatch.idle();
        }
        for (const callback of callbacks) callback.close();
      };
      this.#pending.set(job, (reason) => {
        close();
        reject(reason);
      });
      signal?.addEventListener('abort', onAbort);
      this.#watchdog.start();
      this.#lifeWatch.busy();
      call(job, callbacks).then(
        (reply) => {
          close();
          if (reply.ok) resolve(reply.value);
          else if ('aborted' in reply)
            reject(signal?.reason ?? new DOMException('The call was aborted.', 'AbortError'));
          else reject(reviveError(reply.error));
        },
        (error: unknown) => {
          close();
          reject(error);
        },
      );
    });
  }
}

/**
 * A function that the worker may call. Holds the near end of its channel, so that the channel can be closed when the
 * call is over instead of when both sides' garbage is collected.
 */
class Callback {
  readonly run: (value: never) => void;
  port: MessagePort | null = null;

  constructor(run: (value: never) => void) {
    this.run = run;
  }

  close(): void {
    this.port?.close();
  }
}

/** Stands in for comlink's own handler of the same name, which keeps the near port to itself. */
const callbackHandler = {
  canHandle: (value: unknown): value is Callback => value instanceof Callback,
  serialize(callback: Callback): [MessagePort, Transferable[]] {
    const { port1, port2 } = new MessageChannel();
    Comlink.expose(callback.run, port1);
    callback.port = port1;
    return [port2, [port2]];
  },
  deserialize: (port: MessagePort): Callback => Comlink.wrap(port) as unknown as Callback,
};

/** comlink takes the place of the object by a function on the worker's side. */
function asFunction<A>(callback: Callback): (value: A) => void {
  return callback as unknown as (value: A) => void;
}

function transferred(subject: Subject): Subject {
  if ('view' in subject) return subject;
  const { bitmap } = subject.photo;
  return Comlink.transfer(subject, ['rgba' in bitmap ? bitmap.rgba.buffer : bitmap]);
}
