import { CODE, leb128, Reader, readBodies, sectionsOf, sized, vector, withSections } from '../../wasm-binary.mjs';
import { OPCODES, skipLocals } from '../../wasm-instructions.mjs';
import { schemaCalls } from '../schemas.mjs';

/** From here on the program's memory holds a byte a function; workload.mjs makes the memory larger than that beforehand. */
export const MARKS = 240 * 2 ** 20;
/** Here {@link logSchemas} lets the program keep what it describes: a std::string of libc++, and a version as i32. */
export const DESCRIBED = MARKS + 65_536;
export const DESCRIBED_BYTES = 16;
/** Where `onnx::OpSchema` has its `since_version_`; its name comes first. */
const VERSION_AT = 152;
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

/** Copies so many bytes: i64.load and i64.store, or i32.load and i32.store. `address`: instructions that give it. */
const copy = (to, address, from, bytes) =>
  Buffer.concat([
    constant(to),
    address,
    Buffer.from(bytes === 8 ? [0x29] : [0x28]),
    ...[0, from].map(leb128),
    Buffer.from(bytes === 8 ? [0x37, 0, 0] : [0x36, 0, 0]),
  ]);

/**
 * The binary with name and version of each description copied to {@link DESCRIBED} before it is handed over.
 *
 * @param {Uint8Array} binary
 * @param {number} index - The function that makes descriptions, without the imported ones.
 */
export function logSchemas(binary, index) {
  const bodies = readBodies(sectionsOf(binary));
  const body = bodies[index];
  const parts = [];
  let copied = 0;
  for (const [number, { start, schema }] of schemaCalls(body).entries()) {
    const to = DESCRIBED + DESCRIBED_BYTES * number;
    const address = Buffer.from([OPCODES.localGet, ...leb128(schema)]);
    parts.push(body.subarray(copied, start));
    parts.push(copy(to, address, 0, 8), copy(to + 8, address, 8, 4), copy(to + 12, address, VERSION_AT, 4));
    copied = start;
  }
  bodies[index] = Buffer.concat([...parts, body.subarray(copied)]);
  return withSections(binary, { [CODE]: vector(bodies.map(sized)) });
}
