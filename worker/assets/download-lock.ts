import { downloadLockName } from '../../src/shared/cache-layout.ts';

/** Shortest time between two messages to the other tabs, in milliseconds. */
const NEWS_INTERVAL_MS = 200;

/** How {@link withDownloadLock} waits. */
export interface Waiting {
  /** How long to wait without hearing of progress, in milliseconds; `Infinity` waits for ever. */
  patienceMs: number;
  /** Ends the wait with its reason. */
  signal: AbortSignal;
  /** Receives how much of the download is there, from 0 to 1, while another tab or worker does it. */
  onNews: (fractionLoaded: number) => void;
}

/**
 * Downloads something while no other tab or worker does it for the same model, so that two of them share one download.
 *
 * Whoever downloads tells so on a channel; whoever waits goes on waiting as long as it hears of progress. Without Web
 * Locks (insecure origins), or when the holder sits on the lock in silence (a frozen tab, a dead line), the download is
 * done all the same.
 *
 * @param manifestUrl - Which model.
 * @param work - The download. Calls `tell` with each new fraction, from 0 to 1.
 */
export async function withDownloadLock<T>(
  manifestUrl: string,
  { patienceMs, signal, onNews }: Waiting,
  work: (tell: (fractionLoaded: number) => void) => Promise<T>,
): Promise<T> {
  const locks = (globalThis.navigator as Partial<WorkerNavigator> | undefined)?.locks;
  if (!locks) return work(() => undefined);
  const name = downloadLockName(manifestUrl);
  const channel = openChannel(name);
  const waiting = new AbortController();
  const giveUp = (): void => {
    waiting.abort();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waitAnew = (): void => {
    clearTimeout(timer);
    if (Number.isFinite(patienceMs)) timer = setTimeout(giveUp, patienceMs);
  };
  const onMessage = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data !== 'number') return;
    waitAnew();
    onNews(data);
  };
  const stopWaiting = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    channel?.removeEventListener('message', onMessage);
  };
  signal.addEventListener('abort', giveUp);
  channel?.addEventListener('message', onMessage);
  waitAnew();
  const tell = channel ? teller(channel) : () => undefined;
  let granted = false;
  try {
    return await locks.request(name, { signal: waiting.signal }, () => {
      granted = true;
      stopWaiting();
      return work(tell);
    });
  } catch (error) {
    if (granted) throw error;
    signal.throwIfAborted();
    stopWaiting();
    return await work(tell);
  } finally {
    stopWaiting();
    channel?.close();
  }
}

/** Channels are refused where storage is (Firefox): then nobody is told, and patience alone decides. */
function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}

function teller(channel: BroadcastChannel): (fractionLoaded: number) => void {
  let toldAt = -Infinity;
  return (fractionLoaded) => {
    const now = performance.now();
    if (now - toldAt < NEWS_INTERVAL_MS) return;
    toldAt = now;
    channel.postMessage(fractionLoaded);
  };
}
