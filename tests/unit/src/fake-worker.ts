import * as Comlink from 'comlink';
import type { Loaded, LoadRequest, Reply, Subject, WorkerApi, WorkerEvent } from '../../../src/shared/protocol.ts';
import type { BackendInfo, Caption, CaptionToken } from '../../../src/shared/results.ts';

/** What a {@link FakeWorker} answers; each test replaces what it is about. */
export type FakeApi = Partial<WorkerApi>;

/** A `Worker` whose other side runs in this process: real messages and real comlink, no thread. */
export class FakeWorker extends EventTarget {
  terminated = false;
  /** Names of the calls that arrived. */
  readonly calls: string[] = [];
  /** Name of the lock that a real worker would hold. */
  lifeLock = '';
  onEvent: ((event: WorkerEvent) => void) | null = null;
  readonly #near: MessagePort;
  readonly #far: MessagePort;

  constructor(api: FakeApi = {}, backend: BackendInfo = backendInfo('wasm')) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#near = port1;
    this.#far = port2;
    port1.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    port1.start();
    const whole = { ...this.#defaults(backend), ...api };
    const logged = Object.entries(whole).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        this.calls.push(name);
        return (method as (...args: unknown[]) => unknown)(...args);
      },
    ]);
    Comlink.expose(Object.fromEntries(logged), port2);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#near.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.#near.close();
    this.#far.close();
  }

  /** As if the script had thrown, or could not be fetched. */
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }

  asWorker(): Worker {
    return this as unknown as Worker;
  }

  #defaults(backend: BackendInfo): WorkerApi {
    return {
      listen: async (onEvent, lifeLock) => {
        this.onEvent = onEvent;
        this.lifeLock = lifeLock;
      },
      hold: async (lifeLock) => {
        this.lifeLock = lifeLock;
      },
      letGo: async () => {
        this.lifeLock = '';
      },
      load: async (_job, _request: LoadRequest, onProgress) => {
        onProgress(0.5);
        return ok(loaded(backend));
      },
      caption: async (_job, subject, _options, onToken) => {
        for (const token of TOKENS) await onToken?.(token);
        return ok(caption(subject));
      },
      look: async () => ok({ view: 1, photoWidth: 2, photoHeight: 1 }),
      align: async () => ok([]),
      forget: async () => undefined,
      cancel: async () => undefined,
      memory: async () => ({ wasmBytes: 65536 }),
    };
  }
}

export function ok<T>(value: T): Reply<T> {
  return { ok: true, value };
}

const token = (text: string): CaptionToken => ({ text, id: 1, logProb: -1, attention: new Float32Array(4).fill(0.25) });

/** Tokens of the caption that fake workers give. */
export const TOKENS = [token('a'), token(' dog')];

export function backendInfo(name: 'wasm' | 'webgpu', totalMs = 10): BackendInfo {
  return {
    name,
    threads: 1,
    adapter: null,
    reason: `${name} worker.`,
    selfTest: { passed: true, maxAbsDiff: 0 },
    timings: { [name]: { encodeMs: totalMs, stepMs: 0 } },
  };
}

export function loaded(backend: BackendInfo): Loaded {
  return {
    model: { name: 'fake', vocabularySize: 100 } as Loaded['model'],
    backend,
    limits: { defaultBeams: 3, defaultMaxTokens: 24 },
  };
}

function caption(subject: Subject): Caption {
  const text = 'view' in subject ? `view ${String(subject.view)}` : 'a dog';
  return { text, tokens: TOKENS, timings: { queueMs: 0 }, backend: backendInfo('wasm') } as unknown as Caption;
}

/** A subject without a browser's bitmap. */
export function pixels(): Subject {
  const bitmap = { rgba: new Uint8ClampedArray(8), width: 2, height: 1 };
  return { photo: { bitmap, photoWidth: 2, photoHeight: 1, isUpright: false }, background: 'white' };
}
