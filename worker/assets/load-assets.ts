import type { Manifest, ManifestFile } from '../../src/shared/manifest.ts';
import type { LoadRequest } from '../../src/shared/protocol.ts';
import { assertFamilyIsKnown } from '../families/index.ts';
import { chunkRange, type AssetFile } from './asset-file.ts';
import { ChunkStore } from './chunk-store.ts';
import type { Transfer } from './chunk-writer.ts';
import { sha256Hex } from './digest.ts';
import { withDownloadLock } from './download-lock.ts';
import { download } from './download.ts';
import { fetchManifest } from './fetch-manifest.ts';
import { endLending } from './lend-bytes.ts';
import { Progress } from './progress.ts';
import { corrupt } from './reply-errors.ts';

/** The runtime's content is known beforehand; where it lies is not. */
export type RuntimeContent = Omit<AssetFile, 'name' | 'url'>;

/** Everything that a captioner is made of, verified chunk by chunk. */
export interface Assets {
  manifest: Manifest;
  runtime: Uint8Array<ArrayBuffer>;
  encoder: Uint8Array<ArrayBuffer>;
  step: Uint8Array<ArrayBuffer>;
  /** See `Manifest.files.reference`. */
  reference: Uint8Array<ArrayBuffer> | null;
  /**
   * Resolves once the files are verified as a whole and kept for the next visit, with sentences about what is missing
   * here, for the captioner's owner. Rejects with a {@link ModelLoadError} or the signal's reason. The bytes must not be
   * changed before it has settled.
   */
  kept: Promise<string[]>;
}

/**
 * Loads manifest, runtime and model: out of the cache what is there, from the network what is not.
 *
 * @param request - Addresses, and whether to keep the downloads.
 * @param runtimeFile - The runtime's binary as the build knew it.
 * @param onProgress - Receives 0, rising numbers, and 1, which may come after this has resolved but before `kept` has.
 * @param onRuntime - Receives the runtime as soon as it is there, the model or not. Nothing is stored before the promise
 *   that it may return has settled: copies and writes would stand in the way of the runtime's start.
 * @param signal - Stops it with its reason.
 * @throws {@link ModelLoadError}; {@link InferenceError} `timeout`; the signal's reason.
 */
export async function loadAssets(
  { assets, cache, timeouts }: Pick<LoadRequest, 'assets' | 'cache' | 'timeouts'>,
  runtimeFile: RuntimeContent,
  onProgress: (fractionLoaded: number) => void,
  onRuntime: (runtime: Uint8Array<ArrayBuffer>) => unknown,
  signal: AbortSignal,
): Promise<Assets> {
  const { stallMs } = timeouts;
  const store = await ChunkStore.open(cache);
  const { manifest, isFresh } = await fetchManifest(assets.manifest, store, signal, stallMs);
  // Who began without a network gets the error at once; a network that goes away in between may come back.
  const offlineMs = isFresh ? stallMs : 0;
  assertFamilyIsKnown(manifest);
  const modelFile = (name: 'encoder' | 'step' | 'reference', file: ManifestFile): AssetFile => {
    return { ...file, name, url: assets.modelFiles[name] ?? new URL(file.path, assets.manifest).href };
  };
  const { encoder, step, reference } = manifest.files;
  const files: AssetFile[] = [
    { ...runtimeFile, name: 'runtime', url: assets.runtime },
    modelFile('encoder', encoder),
    modelFile('step', step),
    ...(reference ? [modelFile('reference', reference)] : []),
  ];
  const progress = new Progress(
    files.reduce((sum, file) => sum + file.bytes, 0),
    onProgress,
  );
  const transfers = files.map((file) => ({
    file,
    buffer: new Uint8Array(file.bytes),
    have: file.chunks.map(() => false),
  }));
  const missing = (): boolean => transfers.some((transfer) => transfer.have.includes(false));
  let tellOfRuntime: typeof onRuntime | null = onRuntime;
  const onFile = ({ file, buffer, have }: Transfer): void => {
    if (file.name !== 'runtime' || have.includes(false)) return;
    store.holdBack(tellOfRuntime?.(buffer));
    tellOfRuntime = null;
  };
  const recall = async (): Promise<void> => {
    const known = await store.knownChunks();
    await Promise.all(
      transfers.map(async (transfer) => {
        await fillFromStore(transfer, store, known, progress);
        onFile(transfer);
      }),
    );
  };
  const fetchMissing = async (tell: (fractionLoaded: number) => void): Promise<void> => {
    const stop = new AbortController();
    const onAbort = (): void => {
      stop.abort(signal.reason);
    };
    signal.addEventListener('abort', onAbort);
    const fetchFile = async (transfer: Transfer): Promise<void> => {
      await download(transfer, {
        onBytes: (bytes) => {
          progress.set(transfer.file.name, bytes);
          tell(progress.fraction);
        },
        onChunk: (index, bytes) => {
          store.putChunk(transfer.file.chunks[index]!, bytes);
        },
        signal: stop.signal,
        stallMs,
        offlineMs,
      });
      onFile(transfer);
    };
    try {
      // The runtime by itself: it starts while the model is on its way.
      const [runtime, ...model] = transfers;
      await fetchFile(runtime!);
      await Promise.all(model.map(fetchFile));
    } catch (error) {
      // One failure is enough: the other downloads end, what they have verified stays.
      stop.abort(error);
      await store.stored();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
  const finish = async (): Promise<void> => {
    for (const transfer of transfers) await verifyWhole(transfer);
    signal.throwIfAborted();
    await store.markComplete(
      assets.manifest,
      assets.runtime,
      files.flatMap((file) => file.chunks),
    );
  };
  const loadAndKeep = async (onThere: () => void): Promise<string[]> => {
    await recall();
    if (missing() && store.keeps) {
      const onNews = (fractionLoaded: number): void => {
        progress.follow(fractionLoaded);
      };
      await withDownloadLock(assets.manifest, { patienceMs: stallMs, signal, onNews }, async (tell) => {
        // Another tab may have brought it all while this one waited.
        await recall();
        await fetchMissing(tell);
        onThere();
        // Under the lock: whoever finds it free finds the record of what was downloaded under it.
        await finish();
      });
    } else {
      if (missing()) await fetchMissing(() => undefined);
      onThere();
      await finish();
    }
    progress.done();
    return store.problem === null ? [] : [store.problem];
  };
  let kept!: Promise<string[]>;
  await new Promise<void>((resolve, reject) => {
    kept = loadAndKeep(resolve).finally(endLending);
    kept.catch(reject);
  });
  const bytesOf = (name: string): Uint8Array<ArrayBuffer> | null =>
    transfers.find((transfer) => transfer.file.name === name)?.buffer ?? null;
  return {
    manifest,
    runtime: bytesOf('runtime')!,
    encoder: bytesOf('encoder')!,
    step: bytesOf('step')!,
    reference: bytesOf('reference'),
    kept,
  };
}

async function fillFromStore(
  { file, buffer, have }: Transfer,
  store: ChunkStore,
  known: ReadonlySet<string>,
  progress: Progress,
): Promise<void> {
  for (const [index, sha256] of file.chunks.entries()) {
    if (have[index] || !known.has(sha256)) continue;
    const bytes = await store.chunk(sha256);
    if (bytes === null) continue;
    const { start, end } = chunkRange(file, index);
    if (bytes.length !== end - start || (await sha256Hex(bytes)) !== sha256) {
      await store.dropChunk(sha256);
      continue;
    }
    buffer.set(bytes, start);
    have[index] = true;
  }
  progress.set(
    file.name,
    have.reduce((sum, present, index) => {
      const { start, end } = chunkRange(file, index);
      return present ? sum + end - start : sum;
    }, 0),
  );
}

/** The chunks are right one by one; a manifest whose chunks are not those of its files is found out here. */
async function verifyWhole({ file, buffer }: Transfer): Promise<void> {
  if (file.sha256 === undefined) return;
  const found = await sha256Hex(buffer);
  if (found === file.sha256) return;
  throw corrupt(file, file.sha256, found, { url: file.url, status: 200, contentType: '', head: '' });
}
