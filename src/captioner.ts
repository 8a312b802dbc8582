import { altText } from './alt-text/alt-text.ts';
import type { AltTextContext } from './alt-text/context.ts';
import type { AltTextDecision } from './alt-text/decision.ts';
import { defineAsyncDispose, type AsyncDisposableMember } from './async-dispose.ts';
import { availability, deleteCache, isBrowser, type Availability } from './availability.ts';
import { backgroundOf } from './call-options.ts';
import type { CaptionStream } from './caption-stream.ts';
import { DownloadProgress } from './create-monitor.ts';
import { connectionSetup } from './connection-setup.ts';
import { Engine } from './engine.ts';
import { LOOK_RULES } from './option-rules.ts';
import type { PhotoSource } from './photo-source.ts';
import { rankPhotos } from './rank-photos.ts';
import { EnvironmentError } from './shared/errors/environment-error.ts';
import type {
  AlignOptions,
  AvailabilityOptions,
  CaptionOptions,
  CreateOptions,
  LookOptions,
} from './shared/options.ts';
import type { Alignment, BackendInfo, Caption, ModelInfo, Ranked } from './shared/results.ts';
import { SubjectCalls } from './subject-calls.ts';
import { photoSubject } from './subject-source.ts';
import { validateAvailabilityOptions, validateCreateOptions, validateOptions } from './validate-options.ts';
import { View } from './view.ts';

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the member exists where the symbol does
export interface Captioner extends AsyncDisposableMember {
  addEventListener(
    type: 'backendchange',
    listener: ((this: Captioner, event: Event) => void) | EventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener(
    type: 'backendchange',
    listener: ((this: Captioner, event: Event) => void) | EventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * Captions photos on the visitor's own device, and says with every word where the model looked.
 *
 * Holds one worker with runtime and model. Calls are answered first in, first out; several at once are safe.
 * Dispatches `backendchange` when {@link Captioner.backend} changed in mid-life: a GPU was lost.
 *
 * @example
 * const captioner = await Captioner.create();
 * const { text, tokens } = await captioner.caption(file);
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export class Captioner extends EventTarget {
  readonly #engine: Engine;

  static {
    defineAsyncDispose(Captioner.prototype, (captioner) => {
      captioner.destroy();
    });
  }

  private constructor(connectEngine: (onBackendChange: () => void) => Engine) {
    super();
    if (typeof connectEngine !== 'function') throw new TypeError('Illegal constructor: use Captioner.create().');
    this.#engine = connectEngine(() => this.dispatchEvent(new Event('backendchange')));
  }

  /**
   * Whether a captioner can be made here, and whether that would download anything. Downloads nothing itself.
   *
   * @param options - Those that `create` will be called with.
   * @returns `unavailable` on a server, too.
   * @throws {@link InvalidInputError} `bad-option`.
   */
  static async availability(options: AvailabilityOptions = {}): Promise<Availability> {
    validateAvailabilityOptions(options);
    return availability(options);
  }

  /**
   * Downloads runtime and model, or takes them from the cache, verifies them, chooses a backend and tests it.
   *
   * @param options - See {@link CreateOptions}.
   * @throws {@link EnvironmentError}, {@link ModelLoadError}, {@link InvalidInputError} `bad-option`,
   * {@link InferenceError} `timeout`; `signal.reason` on abort.
   */
  static async create(options: CreateOptions = {}): Promise<Captioner> {
    assertBrowser();
    validateCreateOptions(options);
    options.signal?.throwIfAborted();
    const progress = new DownloadProgress(options.monitor);
    const { backend = 'auto', signal } = options;
    const captioner = new Captioner((onBackendChange) => new Engine(connectionSetup(options), onBackendChange));
    await captioner.#engine.start(
      backend,
      (fraction) => {
        progress.report(fraction);
      },
      signal,
    );
    progress.report(1);
    return captioner;
  }

  /**
   * Deletes what this package stored on the site's origin: downloads of all its versions and remembered choices.
   *
   * @returns Whether there were downloads to delete.
   */
  static async deleteCache(): Promise<boolean> {
    return deleteCache();
  }

  /** The model that is loaded, as its manifest tells. */
  get model(): ModelInfo {
    return this.#engine.last.loaded.model;
  }

  /** What runs the model, and why. */
  get backend(): BackendInfo {
    return this.#engine.backend;
  }

  /**
   * Captions a photo.
   *
   * @param photo - See {@link PhotoSource}. At most 16,384 pixels a side and 120 megapixels.
   * @param options - See {@link CaptionOptions}.
   * @throws {@link InvalidInputError} for options and photo, {@link InferenceError}, {@link LifecycleError};
   * `signal.reason` on abort.
   */
  async caption(photo: PhotoSource, options?: CaptionOptions): Promise<Caption> {
    return this.#of(photo, options).caption(options);
  }

  /**
   * Captions a photo and streams the words as they settle: with beams, once all hypotheses agree on them.
   *
   * @returns At once. Whatever {@link Captioner.caption} would throw ends the stream, and rejects its `result`.
   */
  captionStreaming(photo: PhotoSource, options?: CaptionOptions): CaptionStream {
    return this.#of(photo, options).captionStreaming(options);
  }

  /**
   * Decides what the photo's `alt` should be: a text, nothing because it is decoration, or a draft for a person to read.
   *
   * @param photo - As for {@link Captioner.caption}.
   * @param context - Where the photo stands; see {@link AltTextContext}.
   */
  async altText(photo: PhotoSource, context?: AltTextContext): Promise<AltTextDecision> {
    return altText<PhotoSource>(this, photo, context);
  }

  /**
   * Encodes a photo and keeps it, so that several calls on it share the encoder's work.
   *
   * @returns A view that the caller disposes of; about 1 MB each until then.
   */
  async look(photo: PhotoSource, options: LookOptions = {}): Promise<View> {
    validateOptions('look', options, LOOK_RULES);
    const background = backgroundOf(options);
    const source = photoSubject(photo, background);
    const look = await this.#engine.run(
      {
        ...source,
        send: async (connection, read, signal) => {
          const subject = await source.subject(connection, read, signal);
          return { ...(await connection.client.look(subject, signal)), connection };
        },
      },
      options.signal,
    );
    return new View(this.#engine, photo, background, look);
  }

  /**
   * Reads a text that somebody wrote as if the model had said it: log-probability and attention map for each word, and
   * how well the whole fits the photo.
   */
  async align(photo: PhotoSource, text: string, options?: AlignOptions): Promise<Alignment> {
    return this.#of(photo, options).align(text, options);
  }

  /** Sorts texts by how well each fits the photo. */
  rank(photo: PhotoSource, texts: readonly string[], options?: AlignOptions): Promise<Ranked<string>[]>;
  /** Sorts photos by how well the text fits each. */
  rank<P extends PhotoSource>(photos: readonly P[], text: string, options?: AlignOptions): Promise<Ranked<P>[]>;
  async rank(
    photos: PhotoSource | readonly PhotoSource[],
    texts: string | readonly string[],
    options?: AlignOptions,
  ): Promise<Ranked<unknown>[]> {
    if (!Array.isArray(photos))
      return this.#of(photos as PhotoSource, options).rank(texts as readonly string[], options);
    return rankPhotos(photos, (photo, signal) => this.align(photo, texts as string, { ...options, signal }), options);
  }

  /**
   * Bytes of WebAssembly memory that the worker holds now; it only ever grows, and `destroy` gives all of it back.
   */
  async memory(): Promise<{ wasmBytes: number }> {
    return this.#engine.last.client.memory();
  }

  /** Ends the worker and frees its memory. Pending calls and views reject with `destroyed`. Can be called twice. */
  destroy(): void {
    this.#engine.destroy();
  }

  #of(photo: PhotoSource, options: { background?: string } | undefined): SubjectCalls<unknown> {
    return new SubjectCalls(this.#engine, photoSubject(photo, backgroundOf(options ?? {}))) as SubjectCalls<unknown>;
  }
}

function assertBrowser(): void {
  if (!isBrowser()) {
    throw new EnvironmentError('not-a-browser', 'Captioner.create() needs a browser: there is no Worker here.', {
      remedy: 'Call it in the browser only; importing the package on a server is fine.',
    });
  }
  if (typeof WebAssembly !== 'object') {
    throw new EnvironmentError('no-webassembly', 'This browser has WebAssembly switched off.', {
      remedy: 'Allow WebAssembly, or use another browser; lockdown modes switch it off.',
    });
  }
}
