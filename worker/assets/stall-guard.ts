/** Aborts a transfer when nothing arrives for a while, or when its caller does. */
export class StallGuard {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #limitMs: number;
  readonly #makeError: () => Error;
  readonly #onOuterAbort = (): void => {
    this.#controller.abort(this.#outer.reason);
  };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param outer - The caller's signal.
   * @param limitMs - Milliseconds without a byte; `Infinity` waits for ever.
   * @param makeError - Reason of the abort after a stall.
   */
  constructor(outer: AbortSignal, limitMs: number, makeError: () => Error) {
    this.#outer = outer;
    this.#limitMs = limitMs;
    this.#makeError = makeError;
    if (outer.aborted) this.#onOuterAbort();
    outer.addEventListener('abort', this.#onOuterAbort);
    this.beat();
  }

  /** Aborts with the reason; what was aborted rejects with it or with an AbortError. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something arrived. */
  beat(): void {
    clearTimeout(this.#timer);
    if (!Number.isFinite(this.#limitMs)) return;
    this.#timer = setTimeout(() => {
      this.#controller.abort(this.#makeError());
    }, this.#limitMs);
  }

  /** Ends the watch. */
  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#onOuterAbort);
  }
}
