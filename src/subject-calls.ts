import { streamCaption, type CaptionStream } from './caption-stream.ts';
import { decodeOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import type { Engine } from './engine.ts';
import { ALIGN_RULES, captionRules } from './option-rules.ts';
import type { AlignOptions, CaptionOptions } from './shared/options.ts';
import type { Subject } from './shared/protocol.ts';
import type { Alignment, Caption, CaptionToken, Ranked } from './shared/results.ts';
import type { SubjectSource } from './subject-source.ts';
import { checkTexts } from './check-texts.ts';
import { checkContradictions, validateOptions } from './validate-options.ts';

type OnToken = (token: CaptionToken) => void;

/** The calls that captioner and view have in common, on one subject. */
export class SubjectCalls<Read> {
  readonly #engine: Engine;
  readonly #source: SubjectSource<Read>;

  constructor(engine: Engine, source: SubjectSource<Read>) {
    this.#engine = engine;
    this.#source = source;
  }

  async caption(options: CaptionOptions = {}): Promise<Caption> {
    this.#checkCaptionOptions('caption', options);
    return this.#caption(options, null, options.signal);
  }

  captionStreaming(options: CaptionOptions = {}): CaptionStream {
    const run = async (onToken: OnToken, signal: AbortSignal) => {
      this.#checkCaptionOptions('captionStreaming', options);
      return this.#caption(options, onToken, signal);
    };
    return streamCaption(run, signalOf(options));
  }

  async align(text: string, options: AlignOptions = {}): Promise<Alignment> {
    const [alignment] = await this.#align('align', [text], options);
    return alignment!;
  }

  async rank(texts: readonly string[], options: AlignOptions = {}): Promise<Ranked<string>[]> {
    const alignments = await this.#align('rank', texts, options);
    return bestFirst(alignments.map(({ fit }, index) => ({ item: texts[index]!, index, score: fit })));
  }

  #checkCaptionOptions(call: string, options: CaptionOptions): void {
    const { model, limits } = this.#engine.last.loaded;
    validateOptions(call, options, captionRules(model.vocabularySize));
    checkContradictions(call, options, limits.defaultBeams);
  }

  async #align(call: string, texts: readonly string[], options: AlignOptions): Promise<Alignment[]> {
    validateOptions(call, options, ALIGN_RULES);
    checkContradictions(call, options, 1);
    checkTexts(call, texts);
    const decode = decodeOptions(options);
    const send = async (connection: Connection, subject: Subject, signal: AbortSignal) => {
      const alignments = await connection.client.align(subject, texts, decode, signal);
      return alignments.map((alignment) => ({ ...alignment, backend: connection.backend }));
    };
    return this.#run(send, options.signal);
  }

  async #caption(options: CaptionOptions, onToken: OnToken | null, signal: AbortSignal | undefined): Promise<Caption> {
    const decode = decodeOptions(options);
    let delivered = 0;
    const send = async (connection: Connection, subject: Subject, stop: AbortSignal, waitedMs: number) => {
      // A call that had to begin again on another backend tells its first tokens again; each goes out once.
      let seen = 0;
      const listener = (token: CaptionToken) => {
        if (seen++ < delivered) return;
        delivered += 1;
        onToken?.(token);
      };
      const caption = await connection.client.caption(subject, decode, onToken && listener, stop);
      const { timings } = caption;
      const queueMs = timings.queueMs + waitedMs;
      return { ...caption, backend: connection.backend, timings: { ...timings, queueMs } };
    };
    return this.#run(send, signal);
  }

  #run<Result>(
    send: (connection: Connection, subject: Subject, signal: AbortSignal, waitedMs: number) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const source = this.#source;
    const calledAt = performance.now();
    let waitedMs = 0;
    return this.#engine.run(
      {
        read: (stop) => {
          waitedMs = performance.now() - calledAt;
          return source.read(stop);
        },
        send: async (connection, read, stop) =>
          send(connection, await source.subject(connection, read, stop), stop, waitedMs),
        discard: source.discard,
        repeatable: source.repeatable,
      },
      signal,
    );
  }
}

/** Sorts by score, best first; equal ones keep their order. */
export function bestFirst<T>(ranked: Ranked<T>[]): Ranked<T>[] {
  return ranked.sort((a, b) => b.score - a.score);
}

/** The signal of options that have not been validated yet. */
function signalOf(options: unknown): AbortSignal | undefined {
  const signal = (options as { signal?: unknown } | null | undefined)?.signal;
  return typeof signal === 'object' && signal !== null && 'addEventListener' in signal
    ? (signal as AbortSignal)
    : undefined;
}
