import { CODE, leb128, Reader, readBodies, sectionsOf, sized, vector, withSections } from '../../wasm-binary.mjs';
import { skipLocals } from './direct-calls.mjs';

/** From here on the program's memory holds a byte a function; workload.mjs makes the memory larger than that beforehand. */
export const MARKS = 240 * 2 ** 20;
/** i32.const, as signed LEB128: one more byte where the highest bit would say that the number is negative. */
const constant = (value) => {
  const bytes = [];
  for (; value > 63; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([0x41, ...bytes, value]);
};

/**
 * The binary with every function writing 1 into its byte of {@link MARKS}, whichever thread calls it.
 *
 * @param {Uint8Array} binary
 */
export function instrument(binary) {
  const bodies = readBodies(sectionsOf(binary)).map((body, index) => {
    const reader = new Reader(body);
    skipLocals(reader);
    const mark = Buffer.concat([constant(MARKS + index), constant(1), Buffer.from([0x3a]), leb128(0), leb128(0)]);
    return Buffer.concat([body.subarray(0, reader.position), mark, body.subarray(reader.position)]);
  });
  return withSections(binary, { [CODE]: vector(bodies.map(sized)) });
}
