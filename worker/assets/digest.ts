import { lendBytes } from './lend-bytes.ts';
import { sha256 } from './sha256.ts';

/**
 * SHA-256 of some bytes. The browser's own where there is one, else (insecure origins) one in JavaScript.
 *
 * @param bytes - Read only.
 * @returns Lower-case hexadecimal.
 */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', lendBytes(bytes))) : sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
