/** Looks at the worker this many times per limit, so that a page that slept is not taken for a worker that hangs. */
const LOOKS_PER_LIMIT = 8;

/**
 * Notices a worker that does not answer: a graph run that never ends, an endless loop in a driver.
 *
 * A worker answers pings between any two graph runs. Ticks are counted, not clock time: a page that was frozen
 * (background, back/forward cache) gets one late tick and the worker's answer, not a false alarm.
 */
export class Watchdog {
  /** How long one ping may stay unanswered, in milliseconds; `Infinity` switches the watch off. */
  limitMs = Infinity;
  readonly #ping: () => Promise<unknown>;
  readonly #onSilent: (limitMs: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #timerMs = 0;
  #unansweredTicks = 0;
  #waiting = false;

  /**
   * @param ping - Resolves when the worker answers.
   * @param onSilent - Called once a ping stayed unanswered for {@link limitMs}.
   */
  constructor(ping: () => Promise<unknown>, onSilent: (limitMs: number) => void) {
    this.#ping = ping;
    this.#onSilent = onSilent;
  }

  /** Begins to watch, or goes on with a changed limit. */
  start(): void {
    if (this.#timer !== undefined && this.#timerMs === this.limitMs) return;
    this.stop();
    if (!Number.isFinite(this.limitMs)) return;
    this.#timerMs = this.limitMs;
    this.#timer = setInterval(() => {
      this.#tick();
    }, this.limitMs / LOOKS_PER_LIMIT);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#unansweredTicks = 0;
  }

  #tick(): void {
    if (this.#waiting) {
      this.#unansweredTicks += 1;
      if (this.#unansweredTicks < LOOKS_PER_LIMIT) return;
      this.stop();
      this.#onSilent(this.limitMs);
      return;
    }
    this.#waiting = true;
    const answered = () => {
      this.#waiting = false;
      this.#unansweredTicks = 0;
    };
    this.#ping().then(answered, answered);
  }
}
