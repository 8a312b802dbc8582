import { isSaccadeError } from '../../src/shared/errors/saccade-error.ts';
import { chunkRange } from './asset-file.ts';
import { ChunkWriter, type OnChunk, type Transfer } from './chunk-writer.ts';
import * as errors from './reply-errors.ts';
import { StallGuard } from './stall-guard.ts';

/** Attempts in a row that bring no verified chunk before the download is given up. */
const FRUITLESS_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;

/** What {@link download} tells and heeds. */
export interface TransferContext {
  /** Bytes that are there, those not yet verified included. */
  onBytes: (bytes: number) => void;
  /** A chunk was verified. */
  onChunk: OnChunk;
  signal: AbortSignal;
  /** Limit without a byte, in milliseconds. */
  stallMs: number;
}

/** How one attempt ended that did not bring everything. */
type Failure = { error: Error; fatal: boolean; withoutRange?: boolean };

/**
 * Fetches the chunks of a file that are missing, resuming where the connection breaks.
 *
 * @param transfer - `buffer` and `have` are filled.
 * @param context - See {@link TransferContext}.
 * @throws {@link ModelLoadError} `asset-not-found`, `asset-network`, `asset-wrong-type`, `asset-truncated`,
 *   `asset-corrupt`; {@link InferenceError} `timeout`; the signal's reason.
 */
export async function download(transfer: Transfer, context: TransferContext): Promise<void> {
  let fruitless = 0;
  let allowRange = true;
  let refresh = false;
  while (transfer.have.includes(false)) {
    const before = count(transfer.have);
    const failure = await attempt(transfer, context, allowRange, refresh);
    if (failure === null) continue;
    context.signal.throwIfAborted();
    if (failure.fatal) throw failure.error;
    if (failure.withoutRange) allowRange = false;
    // What the HTTP cache holds may be the bad reply itself.
    refresh = true;
    fruitless = count(transfer.have) > before ? 0 : fruitless + 1;
    if (fruitless >= FRUITLESS_ATTEMPTS) throw failure.error;
    await pause(FIRST_PAUSE_MS * 2 ** fruitless, context.signal);
  }
}

async function attempt(
  transfer: Transfer,
  context: TransferContext,
  allowRange: boolean,
  refresh: boolean,
): Promise<Failure | null> {
  const { file, have } = transfer;
  const first = have.indexOf(false);
  const next = have.indexOf(true, first);
  const start = allowRange ? chunkRange(file, first).start : 0;
  const end = allowRange && next !== -1 ? chunkRange(file, next).start : file.bytes;
  const ranged = start > 0 || end < file.bytes;
  const guard = new StallGuard(context.signal, context.stallMs, () =>
    errors.stalled(file.name, file.url, context.stallMs),
  );
  try {
    const response = await fetch(file.url, {
      signal: guard.signal,
      cache: refresh ? 'reload' : 'default',
      ...(ranged && { headers: { range: `bytes=${start}-${end - 1}` } }),
    });
    guard.beat();
    if (ranged && (response.status === 416 || (response.status === 206 && (rangeStart(response) ?? start) !== start))) {
      await response.body?.cancel();
      return { error: errors.notFound(file.name, file.url, response), fatal: false, withoutRange: true };
    }
    if (!response.ok) {
      await response.body?.cancel();
      const mayPass = response.status >= 500 || response.status === 429 || response.status === 408;
      return { error: errors.notFound(file.name, file.url, response), fatal: !mayPass };
    }
    if (response.status === 206) return await receive(transfer, context, guard, response, start, end);
    return await receive(transfer, context, guard, response, 0, file.bytes);
  } catch (cause) {
    const reason: unknown = guard.signal.aborted ? guard.signal.reason : cause;
    if (isSaccadeError(reason)) return { error: reason, fatal: true };
    return { error: errors.networkFailed(file.name, file.url, cause), fatal: false };
  } finally {
    guard.end();
  }
}

/** Reads a reply into the buffer, chunk by verified chunk. */
async function receive(
  transfer: Transfer,
  context: TransferContext,
  guard: StallGuard,
  response: Response,
  start: number,
  end: number,
): Promise<Failure | null> {
  const { file, have } = transfer;
  const ranged = response.status === 206;
  const writer = new ChunkWriter(transfer, start, context.onChunk);
  const reader = response.body!.getReader();
  let firstBytes: Uint8Array | null = null;
  const describe = (): errors.Reply => errors.describeReply(file.url, response, firstBytes ?? new Uint8Array(0));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      guard.beat();
      if (done) break;
      firstBytes ??= value.slice(0, 256);
      if (!ranged && writer.position === 0 && errors.looksLikeHtml(firstBytes)) {
        return { error: errors.wrongType(file.name, describe()), fatal: true };
      }
      const flaw = await writer.write(value);
      context.onBytes(writer.presentBytes);
      if (flaw?.kind === 'overrun') {
        return { error: errors.wrongLength(file, Infinity, describe()), fatal: !ranged, withoutRange: true };
      }
      if (flaw !== null) {
        const error = errors.corrupt(file, flaw.expected, flaw.found, describe());
        return { error, fatal: false, withoutRange: ranged };
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  // What lies behind a range that was asked for is the next attempt's.
  if (!have.includes(false) || (ranged && writer.position >= end)) return null;
  return { error: errors.wrongLength(file, writer.position, describe()), fatal: false };
}

/** Where a partial reply begins; null if that is not told, as to other origins: verification decides then. */
function rangeStart(response: Response): number | null {
  const header = response.headers.get('content-range');
  return header === null ? null : Number(/^bytes (\d+)-/.exec(header)?.[1]);
}

function count(have: readonly boolean[]): number {
  return have.filter(Boolean).length;
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
