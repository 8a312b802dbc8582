import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LifeWatch } from '../../../src/life-watch.ts';
import { LifeLock } from '../../../worker/life-lock.ts';

/** Exclusive Web Locks as browsers have them: first come, first served, and freed when their holder dies. */
class Locks {
  readonly #queues = new Map<string, { run: () => void }[]>();
  readonly #held = new Map<string, () => void>();

  get held(): string[] {
    return [...this.#held.keys()];
  }

  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  request = (name: string, ...rest: unknown[]): Promise<unknown> => {
    const work = rest.at(-1) as () => Promise<unknown> | undefined;
    const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal };
    return new Promise((resolve, reject) => {
      const entry = {
        run: () => {
          this.#held.set(name, () => {
            this.free(name);
          });
          void Promise.resolve(work()).then((value) => {
            this.free(name);
            resolve(value);
          });
        },
      };
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, [...queue, entry]);
      signal?.addEventListener('abort', () => {
        this.#queues.set(
          name,
          this.#queues.get(name)!.filter((other) => other !== entry),
        );
        reject(signal.reason as Error);
      });
      queueMicrotask(() => {
        this.#next(name);
      });
    });
  };

  /** As when the holder dies. */
  free(name: string): void {
    this.#held.delete(name);
    this.#next(name);
  }

  #next(name: string): void {
    if (!this.#held.has(name)) this.#queues.get(name)?.shift()?.run();
  }
}

let locks: Locks;
beforeEach(() => {
  vi.useFakeTimers();
  locks = new Locks();
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function watched() {
  const worker = new LifeLock();
  const onDeath = vi.fn();
  const watch = new LifeWatch(
    (lock) => worker.hold(lock),
    () => {
      worker.letGo();
    },
    onDeath,
  );
  return { watch, onDeath };
}

describe('LifeWatch', () => {
  test('notices at once that the worker died, while a call is pending and in the moment after', async () => {
    for (const isIdle of [false, true]) {
      const { watch, onDeath } = watched();
      await watch.begin();
      watch.busy();
      if (isIdle) watch.idle();
      await vi.advanceTimersByTimeAsync(10);
      locks.free(locks.held[0]!);
      await vi.advanceTimersByTimeAsync(0);
      expect(onDeath).toHaveBeenCalledTimes(1);
      watch.end();
    }
  });

  test('lets go of the lock, and waits for none, a second after the last call; nobody died', async () => {
    const { watch, onDeath } = watched();
    await watch.begin();
    watch.busy();
    watch.idle();
    await vi.advanceTimersByTimeAsync(900);
    watch.busy();
    watch.idle();
    await vi.advanceTimersByTimeAsync(900);
    expect(locks.held).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(locks.held).toHaveLength(0);
    expect(locks.waiting).toBe(0);
    expect(onDeath).not.toHaveBeenCalled();
  });

  test('watches again with the next call, by another lock', async () => {
    const { watch, onDeath } = watched();
    await watch.begin();
    const [first] = locks.held;
    watch.idle();
    await vi.advanceTimersByTimeAsync(2000);
    watch.busy();
    await vi.advanceTimersByTimeAsync(0);
    const [second] = locks.held;
    expect(second).not.toBe(first);
    locks.free(second!);
    await vi.advanceTimersByTimeAsync(0);
    expect(onDeath).toHaveBeenCalledTimes(1);
  });

  test('is silent after its end, and without Web Locks', async () => {
    const { watch, onDeath } = watched();
    await watch.begin();
    watch.end();
    watch.busy();
    watch.idle();
    await vi.advanceTimersByTimeAsync(2000);
    vi.stubGlobal('navigator', {});
    const other = watched();
    await other.watch.begin();
    other.watch.busy();
    other.watch.idle();
    await vi.advanceTimersByTimeAsync(2000);
    expect(onDeath).not.toHaveBeenCalled();
    expect(other.onDeath).not.toHaveBeenCalled();
  });
});

describe('LifeLock', () => {
  test('gives back a lock that was granted after it was told to let go', async () => {
    const worker = new LifeLock();
    const holding = worker.hold('late');
    worker.letGo();
    await holding;
    await vi.advanceTimersByTimeAsync(0);
    expect(locks.held).toHaveLength(0);
  });

  test('goes on where locks are refused', async () => {
    vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('No.', 'SecurityError')) } });
    await expect(new LifeLock().hold('refused')).resolves.toBeUndefined();
  });
});
