/** A file whose content is known beforehand. */
export interface AssetFile {
  /** For messages: `encoder`, `step`, `runtime`. */
  name: string;
  /** Absolute address. */
  url: string;
  bytes: number;
  /** Lower-case hexadecimal. Left out where the chunks are known to be the file's. */
  sha256?: string;
  /** Size of a chunk in bytes; the last one may be shorter. */
  chunkBytes: number;
  /** SHA-256 of each chunk, in order. */
  chunks: readonly string[];
}

/** First byte of a chunk and the one after its last. */
export function chunkRange({ bytes, chunkBytes }: AssetFile, index: number): { start: number; end: number } {
  return { start: index * chunkBytes, end: Math.min(bytes, (index + 1) * chunkBytes) };
}
