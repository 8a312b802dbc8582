import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CODE, readBodies, sectionsOf, sized, vector, withSections } from '../wasm-binary.mjs';
import { dropSchemas } from './schemas.mjs';

/** What record.mjs has found out about the pinned version of onnxruntime-web. */
const RECORDED = new URL('./recorded.json', import.meta.url);
/** A function that stops the program: no locals; `unreachable`, `end`. */
const STOP = Buffer.from([0, 0x00, 0x0b]);

/** The numbers of a list like "3-5 9": 3, 4, 5, 9. */
function* numbersOf(ranges) {
  for (const range of ranges.split(' ')) {
    const [first, last = first] = range.split('-').map(Number);
    for (let number = first; number <= last; number++) yield number;
  }
}

const allOf = (kept) => new Set(Object.values(kept).flatMap((ranges) => [...numbersOf(ranges)]));

/**
 * Takes out of the runtime's tables of kernels all but those that a caption needs. Each table begins with an entry that
 * stands for no kernel; the runtime passes over entries like it.
 */
export function dropKernels(binary, tables) {
  for (const { start, entries, kept } of tables) {
    const keep = allOf(kept);
    for (let entry = 1; entry < entries; entry++)
      if (!keep.has(entry)) binary.copyWithin(start + 4 * entry, start, start + 4);
  }
}

/** The binary with descriptions of those operators only that a caption needs. */
export function keepSchemas(binary, { index, kept }) {
  const bodies = readBodies(sectionsOf(binary));
  bodies[index] = dropSchemas(bodies[index], allOf(kept));
  return withSections(binary, { [CODE]: vector(bodies.map(sized)) });
}

/** Options of the sessions that the reduced runtime is recorded with: without them it lacks functions. */
export const sessionOptions = () => JSON.parse(readFileSync(RECORDED, 'utf8')).options;

/**
 * onnxruntime-web's binary without what captions have no use for: other operators are not described, kernels of theirs not
 * registered, and functions that no caption calls stop the program. A graph with another operator is refused while its session is made, in
 * the runtime's own words; the worker then loads the whole runtime (src/connection.ts).
 *
 * @param {Uint8Array} original `ort-wasm-simd-threaded.wasm` of the pinned version.
 * @returns {Buffer}
 * @throws {Error} If it is another version.
 */
export function reduceRuntime(original) {
  const { sha256, tables, schemas, functions } = JSON.parse(readFileSync(RECORDED, 'utf8'));
  if (createHash('sha256').update(original).digest('hex') !== sha256)
    throw new Error("onnxruntime-web's binary has changed: run node scripts/build/reduce/record.mjs");
  const dropped = Buffer.from(original);
  dropKernels(dropped, tables);
  const binary = keepSchemas(dropped, schemas);
  const kept = new Set(functions.flatMap((line) => [...numbersOf(line)]));
  const bodies = readBodies(sectionsOf(binary)).map((body, index) => (kept.has(index) ? body : STOP));
  return withSections(binary, { [CODE]: vector(bodies.map(sized)) });
}
