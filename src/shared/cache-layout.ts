/**
 * Names under which both threads find the downloads. The worker writes; the main thread only asks and deletes.
 *
 * An entry of {@link CACHE_NAME} is a chunk of a file, put there after its SHA-256 was verified, a manifest, or the
 * record that everything is there. Addresses in it are made up: content is found by hash, so that a file renamed by a
 * bundler or served twice is stored once.
 */

/** Cache Storage bucket; the number goes up when the layout changes. */
export const CACHE_NAME = 'saccade-v1';

/** Every bucket of this package begins so, older layouts included. */
export const CACHE_PREFIX = 'saccade-v';

/**
 * Key of the record that says that everything a manifest and a runtime address stand for is in the cache.
 *
 * @param manifestUrl - Absolute address of the manifest.
 * @param runtimeUrl - Absolute address of the WASM binary.
 * @returns An address for `cache.match` and `cache.put`; nothing is ever fetched from it.
 */
export function completeKey(manifestUrl: string, runtimeUrl: string): string {
  return `https://saccade.invalid/complete?manifest=${encodeURIComponent(manifestUrl)}&runtime=${encodeURIComponent(runtimeUrl)}`;
}

/** Name of the Web Lock that a worker holds, exclusively, while it downloads. */
export function downloadLockName(manifestUrl: string): string {
  return `saccade-download ${manifestUrl}`;
}

/** Key of a manifest's text. */
export function manifestKey(manifestUrl: string): string {
  return `https://saccade.invalid/manifest?url=${encodeURIComponent(manifestUrl)}`;
}

/** Key of a chunk: its own SHA-256, lower-case hexadecimal. */
export function chunkKey(sha256: string): string {
  return `https://saccade.invalid/chunk/${sha256}`;
}
