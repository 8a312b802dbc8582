/** Work of one element. */
type Task = () => Promise<void>;

/**
 * Runs tasks one at a time, each when the page is idle.
 *
 * A task whose key is put in again before it has begun is replaced.
 */
export class IdleQueue<Key> {
  readonly #tasks = new Map<Key, Task>();
  #running = false;
  #stopped = false;
  #waiting: (() => void)[] = [];

  /** Puts a task at the end. It must not reject. */
  add(key: Key, task: Task): void {
    if (this.#stopped) return;
    this.#tasks.set(key, task);
    if (!this.#running) void this.#run();
  }

  /** Takes a task out that has not begun. */
  remove(key: Key): void {
    this.#tasks.delete(key);
  }

  /** Resolves when nothing waits or runs. */
  settled(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Forgets what has not begun. */
  stop(): void {
    this.#stopped = true;
    this.#tasks.clear();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#tasks.size > 0) {
      await idle();
      const [next] = this.#tasks;
      if (!next) break;
      this.#tasks.delete(next[0]);
      await next[1]();
    }
    this.#running = false;
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }
}

const LONGEST_WAIT_MS = 2000;

/** Resolves when the browser has nothing better to do, or after two seconds. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT_MS });
    else setTimeout(resolve, 50);
  });
}
