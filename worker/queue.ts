/** What a job may know of its place in the queue. */
export interface JobContext {
  /** Aborts when the job is cancelled. */
  signal: AbortSignal;
  /** Milliseconds spent behind other jobs. */
  queueMs: number;
}

/** What a cancelled job rejects with; the caller's own reason stays on the main thread. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}

/** Runs jobs one at a time, first in first out. A job that fails or is cancelled harms none behind it. */
export class JobQueue {
  readonly #controllers = new Map<number, AbortController>();
  /** Settles when the job last queued has; never rejects. */
  #tail: Promise<unknown> = Promise.resolve();

  /**
   * Queues a job.
   *
   * @param job - Number under which it can be cancelled; of no other job that has not settled.
   * @param work - Called when its turn comes. Once it has come the job ends itself, so that no two overlap.
   * @returns Settles as `work` does; rejects at once with {@link JobCancelled} if cancelled before its turn.
   */
  run<T>(job: number, work: (context: JobContext) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    const queuedAt = performance.now();
    this.#controllers.set(job, controller);
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        this.#controllers.delete(job);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave);
      this.#tail = this.#tail.then(async () => {
        if (signal.aborted) return;
        signal.removeEventListener('abort', leave);
        try {
          resolve(await work({ signal, queueMs: performance.now() - queuedAt }));
        } catch (error) {
          reject(error as Error);
        } finally {
          this.#controllers.delete(job);
        }
      });
    });
  }

  /** Aborts a job wherever it stands; unknown and settled ones are ignored. */
  cancel(job: number): void {
    this.#controllers.get(job)?.abort(new JobCancelled('The job was cancelled.'));
  }
}
