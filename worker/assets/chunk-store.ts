import { CACHE_NAME, chunkKey, completeKey, manifestKey } from '../../src/shared/cache-layout.ts';
import { lendBytes } from './lend-bytes.ts';

/** A record or chunk that nobody has used for so long may go. */
const STALE_MS = 30 * 24 * 3600 * 1000;
/**
 * Chunks on their way into storage at once. The next one starts only when the worker has a free moment, and it has few
 * while it makes sessions; each is copied meanwhile.
 */
const LANES = 6;
const USED_AT = 'x-saccade-used-at';

/** What a complete download consists of. */
interface CompleteRecord {
  chunks: string[];
}

/**
 * The downloads in Cache Storage: verified chunks by their hash, manifests by their address.
 *
 * Storage that is missing, refused or full is no failure: then less, or nothing, is kept.
 */
export class ChunkStore {
  readonly #cache: Cache | null;
  /** Why nothing is kept, or null. */
  problem: string | null;
  /** Each settles when what was handed over to it so far is stored; none ever rejects. */
  readonly #lanes: Promise<void>[] = Array.from({ length: LANES }, () => Promise.resolve());
  #handedOver = 0;

  private constructor(cache: Cache | null, problem: string | null) {
    this.#cache = cache;
    this.problem = problem;
  }

  /** @param wanted - Whether the caller wants anything kept. */
  static async open(wanted: boolean): Promise<ChunkStore> {
    if (!wanted) return new ChunkStore(null, null);
    if (typeof caches === 'undefined') {
      return new ChunkStore(null, 'There is no Cache Storage here (insecure origin?): the next visit downloads again.');
    }
    try {
      return new ChunkStore(await caches.open(CACHE_NAME), null);
    } catch (error) {
      return new ChunkStore(null, `Cache Storage is refused (${String(error)}): the next visit downloads again.`);
    }
  }

  /** Whether anything is kept at all. */
  get keeps(): boolean {
    return this.#cache !== null;
  }

  /** @returns Hashes of all chunks that are stored: one question instead of one for each chunk. */
  async knownChunks(): Promise<ReadonlySet<string>> {
    try {
      const urls = (await this.#cache?.keys())?.map(({ url }) => url) ?? [];
      return new Set(urls.filter((url) => url.includes('/chunk/')).map(hashOf));
    } catch {
      return new Set();
    }
  }

  /** @returns The chunk's bytes as stored, or null. */
  async chunk(sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const response = await this.#match(chunkKey(sha256));
    return response ? new Uint8Array(await response.arrayBuffer()) : null;
  }

  /**
   * Stores a chunk, a few at a time, while the download goes on.
   *
   * @param bytes - Verified, and not changed before {@link ChunkStore.stored}.
   */
  putChunk(sha256: string, bytes: Uint8Array<ArrayBuffer>): void {
    const lane = this.#handedOver++ % LANES;
    this.#lanes[lane] = this.#lanes[lane]!.then(() => this.#put(chunkKey(sha256), bytes));
  }

  /** Stores nothing more before this has settled: for a while in which the worker's time is worth more. */
  holdBack(until: unknown): void {
    const settled = Promise.allSettled([until]);
    for (const [i, lane] of this.#lanes.entries()) this.#lanes[i] = lane.then(() => settled).then(() => undefined);
  }

  /** Waits until everything handed over is stored, or could not be. */
  async stored(): Promise<void> {
    await Promise.all(this.#lanes);
  }

  /** Forgets a chunk that turned out to be damaged. */
  async dropChunk(sha256: string): Promise<void> {
    await this.#cache?.delete(chunkKey(sha256)).catch(() => false);
  }

  /** @returns Text of the manifest last seen at an address, or null. */
  async manifest(manifestUrl: string): Promise<string | null> {
    return (await this.#match(manifestKey(manifestUrl)))?.text() ?? null;
  }

  async putManifest(manifestUrl: string, text: string): Promise<void> {
    await this.#put(manifestKey(manifestUrl), text);
  }

  /**
   * Notes that everything is there, and clears away what the same addresses stood for before and what is long unused.
   *
   * @param chunks - Hashes of all chunks of all files.
   */
  async markComplete(manifestUrl: string, runtimeUrl: string, chunks: readonly string[]): Promise<void> {
    await this.stored();
    if (this.#cache === null || this.problem !== null) return;
    const key = completeKey(manifestUrl, runtimeUrl);
    const before = await this.#record(key);
    await this.#put(key, JSON.stringify({ chunks } satisfies { chunks: readonly string[] }));
    await this.#clear(this.#cache, new Set(before?.chunks ?? [])).catch(() => undefined);
  }

  async #clear(cache: Cache, replaced: ReadonlySet<string>): Promise<void> {
    const needed = new Set<string>();
    const chunks: Request[] = [];
    for (const request of await cache.keys()) {
      if (request.url.includes('/chunk/')) chunks.push(request);
      if (!request.url.includes('/complete?')) continue;
      if (await isStale(cache, request)) await cache.delete(request);
      else for (const sha256 of (await this.#record(request.url))?.chunks ?? []) needed.add(sha256);
    }
    for (const request of chunks) {
      const sha256 = hashOf(request.url);
      // A chunk that no record needs may be part of a download that another tab is in the middle of.
      if (!needed.has(sha256) && (replaced.has(sha256) || (await isStale(cache, request)))) await cache.delete(request);
    }
  }

  async #record(key: string): Promise<CompleteRecord | null> {
    try {
      return ((await (await this.#match(key))?.json()) as CompleteRecord | undefined) ?? null;
    } catch {
      return null;
    }
  }

  async #match(key: string): Promise<Response | undefined> {
    try {
      return await this.#cache?.match(key);
    } catch {
      return undefined;
    }
  }

  async #put(key: string, body: Uint8Array<ArrayBuffer> | string): Promise<void> {
    if (this.#cache === null) return;
    try {
      const lent = typeof body === 'string' ? body : lendBytes(body);
      await this.#cache.put(key, new Response(lent, { headers: { [USED_AT]: String(Date.now()) } }));
    } catch (error) {
      this.problem = `Storage is full or refused (${String(error)}): the next visit downloads again.`;
    }
  }
}

async function isStale(cache: Cache, request: Request): Promise<boolean> {
  const usedAt = Number((await cache.match(request))?.headers.get(USED_AT) ?? 0);
  return Date.now() - usedAt > STALE_MS;
}

function hashOf(chunkUrl: string): string {
  return chunkUrl.slice(chunkUrl.lastIndexOf('/') + 1);
}
