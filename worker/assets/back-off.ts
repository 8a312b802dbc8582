/** Attempts in a row that bring nothing new before something is given up. */
export const FRUITLESS_ATTEMPTS = 3;

/** Silences in a row after which a stall is one: a connection may be dead where a new one would not be. */
export const SILENCES = 2;

const FIRST_PAUSE_MS = 250;
const ONLINE_LOOK_MS = 250;

/**
 * The pause before the next attempt, twice as long after each fruitless one.
 *
 * @param fruitless - Attempts in a row that brought nothing, integer >= 0.
 * @param signal - Ends the pause with its reason.
 */
export function backOff(fruitless: number, signal: AbortSignal): Promise<void> {
  return pause(FIRST_PAUSE_MS * 2 ** fruitless, signal);
}

/** Whether the browser knows that it has no network. That it says nothing of the kind proves nothing. */
export function isOffline(): boolean {
  return (globalThis.navigator as { onLine?: boolean } | undefined)?.onLine === false;
}

/**
 * Waits until the browser no longer says that it is offline.
 *
 * @param limitMs - Longest wait in milliseconds; `Infinity` waits for ever.
 * @param signal - Ends the wait with its reason.
 * @returns How long it took in milliseconds; `Infinity` if it is still offline.
 */
export async function onlineAgain(limitMs: number, signal: AbortSignal): Promise<number> {
  let waitedMs = 0;
  for (; isOffline(); waitedMs += ONLINE_LOOK_MS) {
    if (waitedMs >= limitMs) return Infinity;
    await pause(ONLINE_LOOK_MS, signal);
  }
  return waitedMs;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
