import { describe, expect, it } from 'vitest';
import { JobCancelled, JobQueue } from '../../../worker/queue.ts';

const later = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('JobQueue', () => {
  it('runs jobs one at a time in the order they came', async () => {
    const queue = new JobQueue();
    const log: string[] = [];
    const job = (n: number) =>
      queue.run(n, async () => {
        log.push(`start ${n}`);
        await later(10 - n);
        log.push(`end ${n}`);
        return n;
      });
    expect(await Promise.all([1, 2, 3].map(job))).toEqual([1, 2, 3]);
    expect(log).toEqual(['start 1', 'end 1', 'start 2', 'end 2', 'start 3', 'end 3']);
  });

  it('goes on after a job that fails, synchronously or not', async () => {
    const queue = new JobQueue();
    const error = new Error('bad');
    const failing = queue.run(1, () => Promise.reject(error));
    const throwing = queue.run(2, () => {
      throw error;
    });
    const good = queue.run(3, () => Promise.resolve('fine'));
    await expect(failing).rejects.toBe(error);
    await expect(throwing).rejects.toBe(error);
    await expect(good).resolves.toBe('fine');
  });

  it('rejects a waiting job at once when it is cancelled, and never starts it', async () => {
    const queue = new JobQueue();
    let release!: () => void;
    let started = false;
    const first = queue.run(1, () => new Promise<void>((resolve) => (release = resolve)));
    const second = queue.run(2, () => {
      started = true;
      return Promise.resolve();
    });
    queue.cancel(2);
    await expect(second).rejects.toBeInstanceOf(JobCancelled);
    release();
    await first;
    await queue.run(3, () => Promise.resolve());
    expect(started).toBe(false);
  });

  it('leaves a running job to end itself when it is cancelled, and lets none overlap with it', async () => {
    const queue = new JobQueue();
    const log: string[] = [];
    const first = queue.run(1, async ({ signal }) => {
      await later();
      log.push('still here');
      signal.throwIfAborted();
    });
    const second = queue.run(2, () => Promise.resolve(log.push('second')));
    await later(1);
    queue.cancel(1);
    await expect(first).rejects.toBeInstanceOf(JobCancelled);
    await second;
    expect(log).toEqual(['still here', 'second']);
  });

  it('ignores the cancelling of jobs that it does not know or that are over', async () => {
    const queue = new JobQueue();
    await queue.run(1, () => Promise.resolve());
    queue.cancel(1);
    queue.cancel(99);
    await expect(queue.run(1, ({ signal }) => Promise.resolve(signal.aborted))).resolves.toBe(false);
  });

  it('tells how long a job waited', async () => {
    const queue = new JobQueue();
    void queue.run(1, () => later(20));
    const waited = await queue.run(2, ({ queueMs }) => Promise.resolve(queueMs));
    expect(waited).toBeGreaterThan(10);
  });
});
