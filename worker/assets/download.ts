import { isSaccadeError } from '../../src/shared/errors/saccade-error.ts';
import { chunkRange } from './asset-file.ts';
import { backOff, FRUITLESS_ATTEMPTS, isOffline, onlineAgain, SILENCES } from './back-off.ts';
import { ChunkWriter, type OnChunk, type Transfer } from './chunk-writer.ts';
import * as errors from './reply-errors.ts';
import { StallGuard } from './stall-guard.ts';

/** An attempt that brings so many bytes was worth it, even if none of its chunks is whole. */
const FRUITFUL_BYTES = 65_536;

/** What {@link download} tells and heeds. */
export interface TransferContext {
  /** Bytes that are there, those not yet verified included. */
  onBytes: (bytes: number) => void;
  /** A chunk was verified. */
  onChunk: OnChunk;
  signal: AbortSignal;
  /** Limit without a byte, in milliseconds. A silent connection is made anew within it. */
  stallMs: number;
  /** How long to wait, in milliseconds, where the browser says that it is offline. */
  offlineMs: number;
}

/** What one attempt leaves to the next. */
interface Course {
  allowRange: boolean;
  /** Past the HTTP cache: it may hold the bad reply itself. */
  refresh: boolean;
  /** Where in the file the last attempt stopped. What lies before it in an unfinished chunk is not verified. */
  position: number;
  /** Connections in a row that fell silent, no byte between them. */
  silences: number;
}

/** How one attempt ended that did not bring everything. */
type Failure = { error: Error; fatal: boolean; withoutRange?: boolean };

/**
 * Fetches the chunks of a file that are missing, resuming where the connection breaks or falls silent.
 *
 * @param transfer - `buffer` and `have` are filled.
 * @param context - See {@link TransferContext}.
 * @throws {@link ModelLoadError} `asset-not-found`, `asset-network`, `asset-wrong-type`, `asset-truncated`,
 *   `asset-corrupt`; {@link InferenceError} `timeout`; the signal's reason.
 */
export async function download(transfer: Transfer, context: TransferContext): Promise<void> {
  const course: Course = { allowRange: true, refresh: false, position: 0, silences: 0 };
  let fruitless = 0;
  let { offlineMs } = context;
  while (transfer.have.includes(false)) {
    const before = { chunks: count(transfer.have), position: course.position };
    const failure = await attempt(transfer, context, course);
    if (failure === null) continue;
    context.signal.throwIfAborted();
    if (failure.fatal) throw failure.error;
    if (failure.withoutRange) course.allowRange = false;
    course.refresh = true;
    const isFruitful = count(transfer.have) > before.chunks || course.position - before.position >= FRUITFUL_BYTES;
    if (isFruitful) offlineMs = context.offlineMs;
    fruitless = isFruitful || isOffline() ? 0 : fruitless + 1;
    offlineMs -= await onlineAgain(offlineMs, context.signal);
    if (!(offlineMs >= 0) || fruitless >= FRUITLESS_ATTEMPTS) throw failure.error;
    await backOff(fruitless, context.signal);
  }
}

/** Where to go on: in the first missing chunk, behind what the last attempt brought of it. */
function startOf({ file, have }: Transfer, { position }: Course): number {
  const { start, end } = chunkRange(file, have.indexOf(false));
  return position > start && position < end ? position : start;
}

async function attempt(transfer: Transfer, context: TransferContext, course: Course): Promise<Failure | null> {
  const { file, have } = transfer;
  const next = have.indexOf(true, have.indexOf(false));
  const start = course.allowRange ? startOf(transfer, course) : 0;
  const end = course.allowRange && next !== -1 ? chunkRange(file, next).start : file.bytes;
  const ranged = start > 0 || end < file.bytes;
  const guard = new StallGuard(context.signal, context.stallMs / SILENCES, () =>
    errors.stalled(file.name, file.url, context.stallMs),
  );
  try {
    const response = await fetch(file.url, {
      signal: guard.signal,
      cache: course.refresh ? 'reload' : 'default',
      ...(ranged && { headers: { range: `bytes=${start}-${end - 1}` } }),
    });
    guard.beat();
    if (ranged && (response.status === 416 || (response.status === 206 && (rangeStart(response) ?? start) !== start))) {
      await response.body?.cancel();
      return { error: errors.notFound(file.name, file.url, response), fatal: false, withoutRange: true };
    }
    if (!response.ok) {
      await response.body?.cancel();
      return {
        error: errors.notFound(file.name, file.url, response),
        fatal: !errors.statusMayPass(response.status),
      };
    }
    const isPart = response.status === 206;
    return await receive(transfer, context, course, guard, response, isPart ? start : 0, isPart ? end : file.bytes);
  } catch (cause) {
    const reason: unknown = guard.signal.aborted ? guard.signal.reason : cause;
    if (!isSaccadeError(reason)) return { error: errors.networkFailed(file.name, file.url, cause), fatal: false };
    course.silences += 1;
    return { error: reason, fatal: course.silences >= SILENCES };
  } finally {
    guard.end();
  }
}

/** Reads a reply into the buffer, chunk by verified chunk. */
async function receive(
  transfer: Transfer,
  context: TransferContext,
  course: Course,
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
      course.silences = 0;
      firstBytes ??= value.slice(0, 256);
      if (!ranged && writer.position === 0 && errors.looksLikeHtml(firstBytes)) {
        return { error: errors.wrongType(file.name, describe()), fatal: true };
      }
      const flaw = await writer.write(value);
      // What storing a chunk took is no silence of the line.
      guard.beat();
      course.position = writer.position;
      context.onBytes(writer.presentBytes);
      if (flaw?.kind === 'overrun') {
        return { error: errors.wrongLength(file, Infinity, describe()), fatal: !ranged, withoutRange: true };
      }
      if (flaw !== null) {
        const error = errors.corrupt(file, flaw.expected, flaw.found, describe());
        course.position = 0;
        // A chunk of two replies may be wrong where each of them is right: the file was replaced in between.
        const isMixed = start % file.chunkBytes !== 0;
        return { error, fatal: false, withoutRange: ranged && !isMixed };
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
