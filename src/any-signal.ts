/**
 * Joins signals into one, as `AbortSignal.any` does where it exists (not before Safari 17.4).
 *
 * @param signals - Undefined ones are skipped; the first to abort gives the reason.
 * @returns The joined signal, and `release`, which takes the listeners off the given signals again.
 */
export function anySignal(signals: readonly (AbortSignal | undefined)[]): { signal: AbortSignal; release: () => void } {
  const joined = new AbortController();
  const listening = new AbortController();
  for (const signal of signals) {
    if (!signal) continue;
    if (signal.aborted) {
      joined.abort(signal.reason);
      break;
    }
    signal.addEventListener(
      'abort',
      () => {
        joined.abort(signal.reason);
      },
      { signal: listening.signal },
    );
  }
  return {
    signal: joined.signal,
    release: () => {
      listening.abort();
    },
  };
}
