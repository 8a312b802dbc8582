import { downloadLockName } from '../../src/shared/cache-layout.ts';

/**
 * Does something while no other tab or worker does it for the same model, so that two of them share one download.
 *
 * Without Web Locks (insecure origins), or when the holder sits on the lock for too long (a frozen tab), it is done
 * all the same.
 *
 * @param manifestUrl - Which model.
 * @param patienceMs - How long to wait for the lock, in milliseconds; `Infinity` waits for ever.
 * @param signal - Ends the wait with its reason.
 * @param work - What to do.
 */
export async function withDownloadLock<T>(
  manifestUrl: string,
  patienceMs: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const locks = (globalThis.navigator as Partial<WorkerNavigator> | undefined)?.locks;
  if (!locks) return work();
  const waiting = new AbortController();
  const giveUp = (): void => {
    waiting.abort();
  };
  const timer = Number.isFinite(patienceMs) ? setTimeout(giveUp, patienceMs) : undefined;
  signal.addEventListener('abort', giveUp);
  const stopWaiting = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  };
  let granted = false;
  try {
    return await locks.request(downloadLockName(manifestUrl), { signal: waiting.signal }, () => {
      granted = true;
      stopWaiting();
      return work();
    });
  } catch (error) {
    if (granted) throw error;
    signal.throwIfAborted();
    return await work();
  } finally {
    stopWaiting();
  }
}
