import { defineAsyncDispose, type AsyncDisposableMember } from './async-dispose.ts';
import type { CaptionStream } from './caption-stream.ts';
import type { Connection } from './connection.ts';
import type { Engine } from './engine.ts';
import { isRepeatable, readPhoto } from './image-input.ts';
import type { PhotoSource } from './photo-source.ts';
import type { AlignOptions, CaptionOptions } from './shared/options.ts';
import type { Alignment, Caption, Ranked } from './shared/results.ts';
import { SubjectCalls } from './subject-calls.ts';
import { destroyedError, workerCrashedError } from './worker-errors.ts';
import type { LookedAt } from './worker-client.ts';

/** A photo as one worker keeps it. */
interface Look extends LookedAt {
  connection: Connection;
}

/** `background` belongs to the photo, so it is named when looking. */
type ViewOptions<T> = Omit<T, 'background'>;

/** `await using` for the class below, where the platform has it. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the member exists where the symbol does
export interface View extends AsyncDisposableMember {}

/**
 * A photo that was encoded once and is kept in the worker: captions, soft and hard, alignments and rankings of it cost
 * the decoder only. Made by `captioner.look`; give it back with {@link View.dispose}.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export class View {
  /** Width of the photo in pixels as displayed, after its EXIF turn. */
  readonly photoWidth: number;
  /** Height of the photo in pixels as displayed, after its EXIF turn. */
  readonly photoHeight: number;
  readonly #calls: SubjectCalls<null>;
  readonly #photo: PhotoSource;
  readonly #background: string;
  #look: Look | null;

  static {
    defineAsyncDispose(View.prototype, (view) => {
      view.dispose();
    });
  }

  /** @internal */
  constructor(engine: Engine, photo: PhotoSource, background: string, look: Look) {
    this.photoWidth = look.photoWidth;
    this.photoHeight = look.photoHeight;
    this.#photo = photo;
    this.#background = background;
    this.#look = look;
    this.#calls = new SubjectCalls<null>(engine, {
      read: () => Promise.resolve(null),
      subject: async (connection, _read, signal) => ({ view: await this.#viewIn(connection, signal) }),
      discard: () => undefined,
      repeatable: true,
    });
  }

  /** As `captioner.caption`, without encoding the photo again. */
  async caption(options?: ViewOptions<CaptionOptions>): Promise<Caption> {
    this.#assertNotDisposed();
    return this.#calls.caption(options);
  }

  /** As `captioner.captionStreaming`, without encoding the photo again. */
  captionStreaming(options?: ViewOptions<CaptionOptions>): CaptionStream {
    return this.#calls.captionStreaming(options);
  }

  /** As `captioner.align`, without encoding the photo again. */
  async align(text: string, options?: ViewOptions<AlignOptions>): Promise<Alignment> {
    this.#assertNotDisposed();
    return this.#calls.align(text, options);
  }

  /** As `captioner.rank` of texts, without encoding the photo again. */
  async rank(texts: readonly string[], options?: ViewOptions<AlignOptions>): Promise<Ranked<string>[]> {
    this.#assertNotDisposed();
    return this.#calls.rank(texts, options);
  }

  /** Frees the encoded photo. Later calls reject with `destroyed`; calls on their way may still be answered. */
  dispose(): void {
    this.#look?.connection.client.forget(this.#look.view);
    this.#look = null;
  }

  /** The view's number in this connection's worker; a worker that took another's place looks again. */
  async #viewIn(connection: Connection, signal: AbortSignal): Promise<number> {
    this.#assertNotDisposed();
    if (this.#look!.connection === connection) return this.#look!.view;
    if (!isRepeatable(this.#photo)) throw workerCrashedError('the view went with it, and its photo has moved on');
    const photo = await readPhoto(this.#photo, this.#background, signal);
    const look = await connection.client.look({ photo, background: this.#background }, signal);
    this.#assertNotDisposed();
    this.#look = { ...look, connection };
    return look.view;
  }

  #assertNotDisposed(): void {
    if (!this.#look) throw destroyedError('view');
  }
}
