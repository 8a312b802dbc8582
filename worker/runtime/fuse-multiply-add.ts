import { fromBase64, fromCharacters } from '../../src/shared/base64.ts';

/** A WebAssembly module whose only function holds `f32x4.relaxed_madd`. */
const PROBE = 'AGFzbQEAAAABBAFgAAADAgEACgkBBwAA/YUCGgs=';
/** f32x4.mul, local.get of any local, f32x4.add. */
// eslint-disable-next-line no-control-regex -- the characters are bytes
const MULTIPLY_THEN_ADD = /\xfd\xe6\x01(\x20.)\xfd\xe4\x01/gs;
/** local.get of the same, f32x4.relaxed_madd, three times nop. */
const FUSED = '$1\xfd\x85\x02\x01\x01\x01';

/**
 * Where the browser knows relaxed SIMD, each product and sum in the runtime's kernels becomes one instruction, which
 * rounds once instead of twice and takes two thirds of the time.
 *
 * @param binary - The runtime's WebAssembly. Read only: it is being verified and stored meanwhile.
 * @param kernels - Where its kernels lie: first byte, and the one after the last.
 * @returns A copy that is as long, or `binary` itself if there is nothing to change.
 */
export function fuseMultiplyAdd(
  binary: Uint8Array<ArrayBuffer>,
  [start, end]: readonly [number, number],
): Uint8Array<ArrayBuffer> {
  if (start === end || !WebAssembly.validate(fromBase64(PROBE))) return binary;
  const fused = binary.slice();
  const code = String.fromCharCode(...binary.subarray(start, end));
  fused.set(fromCharacters(code.replace(MULTIPLY_THEN_ADD, FUSED)), start);
  return fused;
}
