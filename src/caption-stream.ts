import type { Caption, CaptionToken } from './shared/results.ts';

/**
 * Tokens as they settle, in order; their texts concatenate to the caption's.
 * Errors and aborts end the stream and reject `result` alike; cancelling the stream stops the work.
 */
export type CaptionStream = ReadableStream<CaptionToken> &
  AsyncIterable<CaptionToken> & {
    /** The whole caption with its scores and timings. */
    readonly result: Promise<Caption>;
  };

/** Runs a caption: hands each token to `onToken`, stops when `signal` aborts. */
export type RunCaption = (onToken: (token: CaptionToken) => void, signal: AbortSignal) => Promise<Caption>;

/**
 * Starts a caption at once and streams it.
 *
 * @param run - Makes the caption.
 * @param signal - The caller's.
 */
export function streamCaption(run: RunCaption, signal: AbortSignal | undefined): CaptionStream {
  const cancelled = new AbortController();
  let result!: Promise<Caption>;
  const stream = new ReadableStream<CaptionToken>({
    start(controller) {
      let sent = 0;
      let open = true;
      const onAbort = () => {
        cancelled.abort(signal!.reason);
      };
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort);
      const send = (tokens: readonly CaptionToken[]) => {
        if (!open || cancelled.signal.aborted) return;
        for (const token of tokens) controller.enqueue(token);
        sent += tokens.length;
      };
      result = run((token) => {
        send([token]);
      }, cancelled.signal);
      result
        .then(
          (caption) => {
            // The answer may overtake the last tokens: they travel by different channels.
            send(caption.tokens.slice(sent));
            open = false;
            if (!cancelled.signal.aborted) controller.close();
          },
          (error: unknown) => {
            open = false;
            controller.error(error);
          },
        )
        .finally(() => signal?.removeEventListener('abort', onAbort));
    },
    cancel(reason?: unknown) {
      cancelled.abort(reason ?? new DOMException('The stream was cancelled.', 'AbortError'));
    },
  });
  Object.defineProperty(stream, 'result', { value: result, enumerable: true });
  if (!(Symbol.asyncIterator in stream)) {
    Object.defineProperty(stream, Symbol.asyncIterator, { value: () => iterate(stream) });
  }
  return stream as CaptionStream;
}

/** What `for await` needs, for browsers whose streams lack it (Safari). Leaving the loop cancels the stream. */
async function* iterate<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}
