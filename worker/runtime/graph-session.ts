import { InferenceSession, sessionOptions, Tensor } from './ort.ts';
import { runError, sessionError } from './runtime-errors.ts';

/** Where a graph runs. */
export type Provider = { name: 'wasm' } | { name: 'webgpu'; device: object };

/** A tensor on its way in or out: `data` has the product of `dims` elements. */
export interface Value {
  data: Float32Array | Int32Array;
  dims: readonly number[];
}

/** One graph, ready to run. */
export class GraphSession {
  readonly #session: InferenceSession;
  readonly #name: string;

  private constructor(session: InferenceSession, name: string) {
    this.#session = session;
    this.#name = name;
  }

  /**
   * @param bytes - ONNX file. Read only; not kept.
   * @param name - For messages.
   * @param provider - Where to run.
   * @throws {@link ModelLoadError} `session-failed`; {@link InferenceError} `out-of-memory`;
   *   {@link EnvironmentError} `no-webassembly`.
   */
  static async create(bytes: Uint8Array, name: string, provider: Provider): Promise<GraphSession> {
    try {
      const session = await InferenceSession.create(bytes, {
        executionProviders: [provider as InferenceSession.ExecutionProviderConfig],
        graphOptimizationLevel: 'all',
        // Errors only: the console is the page's.
        logSeverityLevel: 3,
        // Lets constant folding undo the int8 storage of the weights once, at load, instead of at every run.
        extra: { ...sessionOptions, session: { ...sessionOptions.session, disable_quant_qdq: '1' } },
      });
      return new GraphSession(session, name);
    } catch (thrown) {
      throw sessionError(thrown, name);
    }
  }

  /**
   * Runs the graph once. Runs of one worker must not overlap.
   *
   * @param feeds - All inputs by name.
   * @param fetches - Names of the outputs that are wanted; others are not copied out.
   * @returns The outputs; the caller owns the arrays.
   * @throws {@link InferenceError} `run-failed` or `out-of-memory`.
   */
  async run<K extends string>(feeds: Record<string, Value>, fetches: readonly K[]): Promise<Record<K, Value>> {
    const inputs: Record<string, Tensor> = {};
    for (const [name, { data, dims }] of Object.entries(feeds)) {
      inputs[name] = data instanceof Int32Array ? new Tensor('int32', data, dims) : new Tensor('float32', data, dims);
    }
    try {
      const outputs = await this.#session.run(inputs, fetches);
      const values = {} as Record<K, Value>;
      for (const name of fetches) {
        const tensor = outputs[name]!;
        values[name] = { data: tensor.data as Value['data'], dims: tensor.dims };
        tensor.dispose();
      }
      return values;
    } catch (thrown) {
      throw runError(thrown, this.#name);
    }
  }

  /** Frees the session; what it held goes back to the runtime, not to the browser. Failing to is no failure. */
  async release(): Promise<void> {
    await this.#session.release().catch(() => undefined);
  }
}
