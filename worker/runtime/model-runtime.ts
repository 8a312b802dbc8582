import { InferenceError } from '../../src/shared/errors/inference-error.ts';
import type { StageTimeouts } from '../../src/shared/options.ts';
import type { BackendInfo } from '../../src/shared/results.ts';
import type { GpuDevice } from './gpu-device.ts';
import { GraphSession, type Value } from './graph-session.ts';
import { withTimeout } from './with-timeout.ts';

/** Graphs of a model pack. */
export type GraphName = 'encoder' | 'step';

/** After so many lost devices the GPU is given up. */
const MOST_LOSSES = 3;
/** How long a failed run waits for the browser to say whether the device is gone. */
const LOSS_NOTICE_MS = 1000;

/** What {@link ModelRuntime.create} needs. */
export interface RuntimeOptions {
  /** Gets a GPU device, the first one and each after a loss; null to run on WASM. */
  requestDevice: (() => Promise<GpuDevice>) | null;
  graphs: Record<GraphName, Uint8Array>;
  timeouts: Pick<Required<StageTimeouts>, 'sessionMs'>;
  /** Told when the device or the backend had to be changed. */
  onChange: (change: { name: 'wasm' | 'webgpu'; adapter: BackendInfo['adapter']; reason: string }) => void;
}

type Sessions = Record<GraphName, GraphSession>;

/**
 * The model's two graphs on a backend that may go away.
 *
 * A run whose GPU device is lost is run again on a fresh device, or on WASM in the same worker where there is none:
 * all state of a caption lies in plain arrays outside, so that the same tokens follow.
 */
export class ModelRuntime {
  /** Limit of one run in milliseconds; that of the sessions until the first runs, which compile shaders, are over. */
  runLimitMs: number;
  readonly #options: RuntimeOptions;
  #gpu: GpuDevice | null;
  #sessions: Sessions;
  #losses = 0;
  /** Why the sessions cannot be used any more, or null. */
  #broken: string | null = null;

  private constructor(options: RuntimeOptions, gpu: GpuDevice | null, sessions: Sessions) {
    this.runLimitMs = options.timeouts.sessionMs;
    this.#options = options;
    this.#gpu = gpu;
    this.#sessions = sessions;
  }

  /**
   * @throws {@link EnvironmentError} `webgpu-unavailable`, `no-webassembly`; {@link ModelLoadError} `session-failed`;
   *   {@link InferenceError} `out-of-memory`, `timeout`.
   */
  static async create(options: RuntimeOptions): Promise<ModelRuntime> {
    const gpu = (await options.requestDevice?.()) ?? null;
    const sessions = await createSessions(options, gpu);
    // Only a GPU can go away: without one the files are not needed again.
    const none = new Uint8Array(0);
    return new ModelRuntime(gpu ? options : { ...options, graphs: { encoder: none, step: none } }, gpu, sessions);
  }

  get adapter(): BackendInfo['adapter'] {
    return this.#gpu?.adapter ?? null;
  }

  /**
   * Runs a graph; see {@link GraphSession.run}. Runs must not overlap.
   *
   * @throws {@link InferenceError} `run-failed`, `out-of-memory`, `timeout`, and `device-lost` if neither a fresh
   *   device nor WASM could be had.
   */
  async run<K extends string>(
    graph: GraphName,
    feeds: Record<string, Value>,
    fetches: readonly K[],
  ): Promise<Record<K, Value>> {
    for (;;) {
      const lost = this.#gpu?.lostBecause() ?? this.#broken;
      if (lost !== null) await this.#replace(lost);
      try {
        return await this.#runOnce(graph, feeds, fetches);
      } catch (error) {
        if (this.#gpu === null) throw error;
        if (error instanceof InferenceError && error.code === 'timeout') {
          this.#broken = 'a run did not end in time';
          throw error;
        }
        await lossNotice(this.#gpu);
        if (this.#gpu.lostBecause() === null) throw error;
      }
    }
  }

  async #runOnce<K extends string>(
    graph: GraphName,
    feeds: Record<string, Value>,
    fetches: readonly K[],
  ): Promise<Record<K, Value>> {
    const running = this.#sessions[graph].run(feeds, fetches);
    if (this.#gpu === null) return running;
    let ignoreLoss = (): void => undefined;
    // A run on a lost device may stay unanswered for ever.
    const unanswered = new Promise<never>((_, reject) => {
      ignoreLoss = this.#gpu!.onLost(() => {
        setTimeout(reject, LOSS_NOTICE_MS, new Error('The GPU device was lost.'));
      });
    });
    try {
      return await withTimeout(Promise.race([running, unanswered]), this.runLimitMs, `A run of the ${graph}`);
    } finally {
      ignoreLoss();
    }
  }

  async #replace(reason: string): Promise<void> {
    const { onChange, requestDevice } = this.#options;
    this.#losses += 1;
    this.#broken = null;
    const old = this.#gpu;
    // Sessions on a lost device cannot be released safely; their memory stays with the worker.
    old?.device.destroy();
    if (requestDevice !== null && this.#losses < MOST_LOSSES) {
      try {
        const gpu = await requestDevice();
        this.#sessions = await createSessions(this.#options, gpu);
        this.#gpu = gpu;
        onChange({
          name: 'webgpu',
          adapter: gpu.adapter,
          reason: `On a fresh GPU device: the one before was lost (${reason}).`,
        });
        return;
      } catch {
        // No device to be had: on with WASM.
      }
    }
    try {
      this.#sessions = await createSessions(this.#options, null);
    } catch (cause) {
      throw new InferenceError('device-lost', `The GPU device was lost (${reason}) and WASM could not take over.`, {
        cause,
        details: { reason },
        remedy: "Create the captioner anew, with backend: 'wasm' if it happens again.",
      });
    }
    this.#gpu = null;
    onChange({ name: 'wasm', adapter: null, reason: `WASM, because the GPU device was lost (${reason}).` });
  }

  /** Frees sessions and device. */
  async dispose(): Promise<void> {
    await Promise.all([this.#sessions.encoder.release(), this.#sessions.step.release()]);
    this.#gpu?.device.destroy();
  }
}

async function createSessions({ graphs, timeouts }: RuntimeOptions, gpu: GpuDevice | null): Promise<Sessions> {
  const provider = gpu === null ? ({ name: 'wasm' } as const) : ({ name: 'webgpu', device: gpu.device } as const);
  const create = async (): Promise<Sessions> => ({
    // One after the other: the runtime's start must not be asked for twice at once. The smaller graph first: the memory
    // only grows, and what making the second session needs for a while is better taken while little else is in it.
    step: await GraphSession.create(graphs.step, 'step', provider),
    encoder: await GraphSession.create(graphs.encoder, 'encoder', provider),
  });
  return withTimeout(create(), timeouts.sessionMs, 'Creating the sessions');
}

/** A run may fail a moment before the browser says that the device is gone. */
function lossNotice(gpu: GpuDevice): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LOSS_NOTICE_MS);
    gpu.onLost(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
