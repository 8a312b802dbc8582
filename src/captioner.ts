import { defineAsyncDispose, type AsyncDisposableMember } from './async-dispose.ts';
import type { AltTextContext } from './alt-text/context.ts';
import type { AltTextDecision } from './alt-text/decision.ts';
import type { Availability } from './availability.ts';
import type { CaptionerCore } from './captioner-core.ts';
import type { CaptionStream } from './caption-stream.ts';
import { assertBrowser, isBrowser } from './is-browser.ts';
import { lazily } from './lazy-import.ts';
import type { PhotoSource } from './photo-source.ts';
import type {
  AlignOptions,
  AvailabilityOptions,
  CaptionOptions,
  CreateOptions,
  LookOptions,
} from './shared/options.ts';
import type { Alignment, BackendInfo, Caption, ModelInfo, Ranked } from './shared/results.ts';
import type { View } from './view.ts';

/** What the class below cannot declare itself: its one event, and `await using` where the platform has it. */
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
  readonly #core: CaptionerCore;

  static {
    defineAsyncDispose(Captioner.prototype, (captioner) => {
      captioner.destroy();
    });
  }

  private constructor(core: CaptionerCore) {
    super();
    if (typeof core !== 'object') throw new TypeError('Illegal constructor: use Captioner.create().');
    this.#core = core;
    core.onBackendChange = () => this.dispatchEvent(new Event('backendchange'));
  }

  /**
   * Whether a captioner can be made here, and whether that would download anything. Downloads nothing itself.
   *
   * @param options - Those that `create` will be called with.
   * @returns `unavailable` on a server, too.
   * @throws {@link InvalidInputError} `bad-option`.
   */
  static async availability(options: AvailabilityOptions = {}): Promise<Availability> {
    if (!isBrowser()) return 'unavailable';
    const { availabilityOf } = await lazily(() => import('./captioner-core.ts'));
    return availabilityOf(options);
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
    const { CaptionerCore } = await lazily(() => import('./captioner-core.ts'));
    return new Captioner(await CaptionerCore.create(options));
  }

  /**
   * Deletes what this package stored on the site's origin: downloads of all its versions and remembered choices.
   *
   * @returns Whether there were downloads to delete.
   */
  static async deleteCache(): Promise<boolean> {
    if (!isBrowser()) return false;
    const { deleteCache } = await lazily(() => import('./captioner-core.ts'));
    return deleteCache();
  }

  /** The model that is loaded, as its manifest tells. */
  get model(): ModelInfo {
    return this.#core.engine.last.loaded.model;
  }

  /** What runs the model, and why. */
  get backend(): BackendInfo {
    return this.#core.engine.backend;
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
    return this.#core.of(photo, options).caption(options);
  }

  /**
   * Captions a photo and streams the words as they settle: with beams, once all hypotheses agree on them.
   *
   * @returns At once. Whatever {@link Captioner.caption} would throw ends the stream, and rejects its `result`.
   */
  captionStreaming(photo: PhotoSource, options?: CaptionOptions): CaptionStream {
    return this.#core.of(photo, options).captionStreaming(options);
  }

  /**
   * Decides what the photo's `alt` should be: a text, nothing because it is decoration, or a draft for a person to read.
   *
   * @param photo - As for {@link Captioner.caption}.
   * @param context - Where the photo stands; see {@link AltTextContext}.
   */
  async altText(photo: PhotoSource, context?: AltTextContext): Promise<AltTextDecision> {
    const { altText } = await lazily(() => import('./alt-text/alt-text.ts'));
    return altText<PhotoSource>(this, photo, context);
  }

  /**
   * Encodes a photo and keeps it, so that several calls on it share the encoder's work.
   *
   * @returns A view that the caller disposes of; about 1 MB each until then.
   */
  async look(photo: PhotoSource, options: LookOptions = {}): Promise<View> {
    return this.#core.look(photo, options);
  }

  /**
   * Reads a text that somebody wrote as if the model had said it: log-probability and attention map for each word, and
   * how well the whole fits the photo.
   */
  async align(photo: PhotoSource, text: string, options?: AlignOptions): Promise<Alignment> {
    return this.#core.of(photo, options).align(text, options);
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
    return this.#core.rank(photos, texts, options);
  }

  /**
   * Bytes of WebAssembly memory that the worker holds now; it only ever grows, and `destroy` gives all of it back.
   */
  async memory(): Promise<{ wasmBytes: number }> {
    return this.#core.engine.last.client.memory();
  }

  /** Ends the worker and frees its memory. Pending calls and views reject with `destroyed`. Can be called twice. */
  destroy(): void {
    this.#core.engine.destroy();
  }
}
