import { InferenceError } from '../../src/shared/errors/inference-error.ts';

/**
 * Settles as `work` does, or rejects once a time limit has passed.
 *
 * A run of the WASM backend holds the worker's thread, so that no timer fires before it ends: there it is the main
 * thread that notices. This limit is for what waits without holding the thread, as a GPU does.
 *
 * @param work - What is waited for; it is not stopped.
 * @param limitMs - Milliseconds; `Infinity` waits for ever.
 * @param doing - What is being done, for the message.
 * @throws {@link InferenceError} `timeout`.
 */
export function withTimeout<T>(work: Promise<T>, limitMs: number, doing: string): Promise<T> {
  if (!Number.isFinite(limitMs)) return work;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new InferenceError('timeout', `${doing} did not end within ${limitMs} ms.`, {
          details: { limitMs },
          remedy: 'Raise the limit in `timeouts`, or use backend: "wasm".',
        }),
      );
    }, limitMs);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
