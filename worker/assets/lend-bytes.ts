/** More than most files have; what of it is never written takes no memory. */
const USUAL_BYTES = 2 ** 24;

let scratch = new Uint8Array();

/**
 * A copy of some bytes for a digest or a response, both of which copy again what they are given before they return.
 *
 * Whatever the browser's own functions were given stays in memory until the next garbage collection, even where it has
 * been transferred meanwhile (worker/free-bytes.ts). So they get one buffer again and again instead of all that is loaded.
 *
 * @returns Good until the next call.
 */
export function lendBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (scratch.length < bytes.length) scratch = new Uint8Array(Math.max(bytes.length, USUAL_BYTES));
  scratch.set(bytes);
  return scratch.subarray(0, bytes.length);
}

/** Lets go of the buffer. */
export function endLending(): void {
  scratch = new Uint8Array();
}
