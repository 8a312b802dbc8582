import { chunkRange, type AssetFile } from './asset-file.ts';
import { sha256Hex } from './digest.ts';

/** A file on its way. */
export interface Transfer {
  file: AssetFile;
  /** `[file.bytes]`: filled in place. */
  buffer: Uint8Array<ArrayBuffer>;
  /** `[number of chunks]`: which chunks are in `buffer`, verified. */
  have: boolean[];
}

/** What is wrong with bytes that arrived. */
export type Flaw = { kind: 'overrun' } | { kind: 'corrupt'; expected: string; found: string };

/** Told of each newly verified chunk. */
export type OnChunk = (index: number, bytes: Uint8Array<ArrayBuffer>) => void;

/** Puts a stream of bytes into a transfer's buffer and verifies each chunk as it is completed. */
export class ChunkWriter {
  readonly #transfer: Transfer;
  readonly #onChunk: OnChunk;
  /** Where in the file the next byte goes. */
  position: number;

  /**
   * @param start - Where in the file the stream begins: a chunk's first byte.
   * @param onChunk - Called with each newly verified chunk.
   */
  constructor(transfer: Transfer, start: number, onChunk: OnChunk) {
    this.#transfer = transfer;
    this.#onChunk = onChunk;
    this.position = start;
  }

  /** @returns What is wrong with the bytes, or null; nothing may be written after a flaw. */
  async write(bytes: Uint8Array): Promise<Flaw | null> {
    const { file, buffer, have } = this.#transfer;
    for (let taken = 0; taken < bytes.length;) {
      if (this.position === file.bytes) return { kind: 'overrun' };
      const index = Math.floor(this.position / file.chunkBytes);
      const { start, end } = chunkRange(file, index);
      const length = Math.min(bytes.length - taken, end - this.position);
      // Verified bytes stay; a server without ranges sends them again.
      if (!have[index]) buffer.set(bytes.subarray(taken, taken + length), this.position);
      taken += length;
      this.position += length;
      if (this.position < end || have[index]) continue;
      const chunk = buffer.subarray(start, end);
      const found = await sha256Hex(chunk);
      const expected = file.chunks[index]!;
      if (found !== expected) return { kind: 'corrupt', expected, found };
      have[index] = true;
      this.#onChunk(index, chunk);
    }
    return null;
  }

  /** Bytes that are there, those of an unfinished chunk included. */
  get presentBytes(): number {
    const { file, have } = this.#transfer;
    const current = Math.floor(this.position / file.chunkBytes);
    const unfinished = have[current] === false ? this.position - chunkRange(file, current).start : 0;
    return have.reduce((sum, present, index) => {
      const { start, end } = chunkRange(file, index);
      return present ? sum + end - start : sum;
    }, unfinished);
  }
}
