/** A worker that was not called for so long lets its lock go. */
const IDLE_MS = 1000;

/**
 * Notices at once that a worker died: the worker holds a Web Lock, and this waits for it.
 *
 * Only while calls are pending and a moment longer, for browsers keep no page in the back/forward cache that holds a lock
 * or waits for one. Without locks (insecure contexts) the watchdog's pings remain.
 */
export class LifeWatch {
  readonly #hold: (lock: string) => Promise<unknown>;
  readonly #letGo: () => void;
  readonly #onDeath: () => void;
  /** Ends the present watch; null while there is none. */
  #watch: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasEnded = false;

  /**
   * @param hold - Lets the worker take a lock; resolves once it holds it.
   * @param letGo - Lets the worker let go of it.
   * @param onDeath - Called when the lock comes free and the worker was not told to let go.
   */
  constructor(hold: (lock: string) => Promise<unknown>, letGo: () => void, onDeath: () => void) {
    this.#hold = hold;
    this.#letGo = letGo;
    this.#onDeath = onDeath;
  }

  /** Watches from now on. `hold` is how the worker takes its first lock. */
  async begin(hold: (lock: string) => Promise<unknown> = this.#hold): Promise<void> {
    const lock = `saccade-worker ${String(Math.random()).slice(2)}`;
    const watch = new AbortController();
    this.#watch = watch;
    await hold(lock);
    const { locks } = navigator as { locks?: LockManager };
    if (watch.signal.aborted || !locks) return;
    const onFree = () => {
      if (!watch.signal.aborted) this.#onDeath();
    };
    locks.request(lock, { signal: watch.signal }, onFree).catch(() => undefined);
  }

  /** A call was sent. */
  busy(): void {
    clearTimeout(this.#timer);
    if (this.#watch === null && !this.#hasEnded) void this.begin();
  }

  /** No call is pending any more. */
  idle(): void {
    clearTimeout(this.#timer);
    if (this.#hasEnded) return;
    this.#timer = setTimeout(() => {
      // The watch first: what is let go comes free, and nobody died.
      this.#watch?.abort();
      this.#watch = null;
      this.#letGo();
    }, IDLE_MS);
  }

  /** The worker was ended; nothing is watched or sent any more. */
  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#watch?.abort();
    this.#watch = null;
  }
}
