/** One call is being worked on while the photo of the next is read; more would hold more decoded photos. */
const CALLS_ON_THEIR_WAY = 2;

/**
 * Keeps calls in order and bounds the memory that waiting calls hold: a call's photo is decoded when its turn is near,
 * one photo at a time, so that two hundred calls at once hold two decoded photos and not two hundred.
 */
export class CallQueue {
  readonly #places = new Turnstile(CALLS_ON_THEIR_WAY);
  readonly #reading = new Turnstile(1);

  /**
   * Runs one call when its turn comes.
   *
   * @param read - Prepares the call; never overlaps with another call's.
   * @param send - Sends it off; begins in the order in which calls arrived.
   * @param signal - Leaves the queue when it aborts; rejects with its reason.
   */
  async run<A, B>(read: () => Promise<A>, send: (read: A) => Promise<B>, signal: AbortSignal): Promise<B> {
    const leave = await this.#places.enter(signal);
    try {
      const stopReading = await this.#reading.enter(signal);
      let sent: Promise<B>;
      try {
        const value = await read();
        signal.throwIfAborted();
        sent = send(value);
      } finally {
        stopReading();
      }
      return await sent;
    } finally {
      leave();
    }
  }
}

/** Lets a number of holders in at a time, first come, first served. */
class Turnstile {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(places: number) {
    this.#free = places;
  }

  /** @returns The function that gives the place back. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    return () => {
      const next = this.#waiting.values().next();
      if (next.done) this.#free += 1;
      else next.value();
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.delete(admit);
        reject(signal.reason);
      };
      const admit = () => {
        this.#waiting.delete(admit);
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      this.#waiting.add(admit);
      signal.addEventListener('abort', onAbort);
    });
  }
}
