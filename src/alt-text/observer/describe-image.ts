import type { AltTextContext } from '../context.ts';
import type { AltTextDecision } from '../decision.ts';
import type { ImageDescriber, ObserveOptions, SkipReason } from './options.ts';
import { fingerprintOf } from './pixels.ts';

/** What came of describing one picture. */
export type Description = { decision: AltTextDecision } | { skipped: SkipReason; error?: unknown };

/** Describes pictures within a budget, each picture once. */
export class PictureDescriber {
  readonly #options: ObserveOptions;
  readonly #signal: AbortSignal;
  readonly #decisions = new Map<string, Promise<AltTextDecision>>();
  readonly #fingerprints = new Map<string, string>();
  #captioner: ImageDescriber | (() => Promise<ImageDescriber>);
  #described = 0;
  #spentMs = 0;

  /** @param captioner - A captioner, or what makes one when the first picture needs it. */
  constructor(
    captioner: ImageDescriber | (() => Promise<ImageDescriber>),
    options: ObserveOptions,
    signal: AbortSignal,
  ) {
    this.#captioner = captioner;
    this.#options = options;
    this.#signal = signal;
  }

  /**
   * Describes a picture, or says why not.
   *
   * @param image - A picture that has loaded.
   * @param url - Its address.
   * @param page - What the page tells of it.
   */
  async describe(image: HTMLImageElement, url: string, page: AltTextContext): Promise<Description> {
    const fingerprint = this.#fingerprint(image, url);
    if (fingerprint === null) return { skipped: 'cross-origin' };
    const context = { ...page, ...this.#options.context };
    const key = fingerprint + relevant(context);
    try {
      let decision = this.#decisions.get(key);
      if (!decision) {
        if (this.#exhausted()) return { skipped: 'budget' };
        decision = this.#decide(image, context);
        this.#decisions.set(key, decision);
      }
      return { decision: await decision };
    } catch (error) {
      this.#decisions.delete(key);
      return { skipped: 'failed', error };
    }
  }

  #exhausted(): boolean {
    const { images = 100, milliseconds = Infinity } = this.#options.budget ?? {};
    return this.#described >= images || this.#spentMs >= milliseconds;
  }

  async #decide(image: HTMLImageElement, context: AltTextContext): Promise<AltTextDecision> {
    this.#described++;
    if (typeof this.#captioner === 'function') this.#captioner = await this.#captioner();
    const begin = performance.now();
    try {
      return await this.#captioner.altText(image, { ...context, signal: this.#signal });
    } finally {
      this.#spentMs += performance.now() - begin;
    }
  }

  /** Null if the page may not read the pixels. */
  #fingerprint(image: HTMLImageElement, url: string): string | null {
    const known = this.#fingerprints.get(url);
    if (known !== undefined) return known;
    try {
      const fingerprint = fingerprintOf(image) ?? url;
      this.#fingerprints.set(url, fingerprint);
      return fingerprint;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'SecurityError') return null;
      throw error;
    }
  }
}

const MARK_SIDE = 32;

/** What of a context can change a decision: size and repetition only matter for marks such as bullets. */
function relevant({
  displayedWidth = Infinity,
  displayedHeight = Infinity,
  occurrences,
  ...rest
}: AltTextContext): string {
  const isMark = Math.max(displayedWidth, displayedHeight) <= MARK_SIDE;
  return JSON.stringify(isMark ? { ...rest, occurrences } : rest);
}
