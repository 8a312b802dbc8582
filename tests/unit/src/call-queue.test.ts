import { describe, expect, test } from 'vitest';
import { CallQueue } from '../../../src/call-queue.ts';

/** A promise with its settlers outside. */
function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { promise, resolve, reject };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));
const never = new AbortController().signal;

describe('CallQueue', () => {
  test('sends in order of arrival when a later photo is read faster', async () => {
    const queue = new CallQueue();
    const sent: string[] = [];
    const slow = deferred<string>();
    const send = async (name: string) => void sent.push(name);
    const calls = [queue.run(() => slow.promise, send, never), queue.run(async () => 'b', send, never)];
    await settle();
    expect(sent).toEqual([]);
    slow.resolve('a');
    await Promise.all(calls);
    expect(sent).toEqual(['a', 'b']);
  });

  test('reads at most two photos ahead when many calls wait', async () => {
    const queue = new CallQueue();
    let read = 0;
    const answers = Array.from({ length: 6 }, () => deferred<number>());
    const calls = answers.map(({ promise }) =>
      queue.run(
        async () => ++read,
        () => promise,
        never,
      ),
    );
    await settle();
    expect(read).toBe(2);
    answers[0]!.resolve(0);
    await settle();
    expect(read).toBe(3);
    answers.forEach(({ resolve }, i) => {
      resolve(i);
    });
    expect(await Promise.all(calls)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('goes on after calls that fail in reading and in sending', async () => {
    const queue = new CallQueue();
    const fail = () => Promise.reject(new Error('no'));
    const ok = async () => 1;
    const failures = [0, 1, 2].flatMap(() => [queue.run(fail, ok, never), queue.run(ok, fail, never)]);
    expect((await Promise.allSettled(failures)).every(({ status }) => status === 'rejected')).toBe(true);
    await expect(queue.run(ok, ok, never)).resolves.toBe(1);
  });

  test('a waiting call leaves with the reason of its signal and is never read', async () => {
    const queue = new CallQueue();
    const gate = deferred<void>();
    const busy = [1, 2].map(() =>
      queue.run(
        async () => 0,
        () => gate.promise,
        never,
      ),
    );
    const controller = new AbortController();
    let read = false;
    const waiting = queue.run(
      async () => (read = true),
      async () => 0,
      controller.signal,
    );
    await settle();
    controller.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    gate.resolve();
    await Promise.all(busy);
    await expect(
      queue.run(
        async () => 5,
        async (value) => value,
        never,
      ),
    ).resolves.toBe(5);
    expect(read).toBe(false);
  });

  test('a call whose signal aborted while its photo was read is not sent', async () => {
    const queue = new CallQueue();
    const controller = new AbortController();
    let sent = false;
    const call = queue.run(
      async () => controller.abort('late'),
      async () => (sent = true),
      controller.signal,
    );
    await expect(call).rejects.toBe('late');
    expect(sent).toBe(false);
  });
});
