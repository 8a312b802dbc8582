import {
  contents,
  countImportedFunctions,
  DATA,
  ELEMENTS,
  readBodies,
  readFunctions,
  readTypes,
  sectionsOf,
  START,
} from '../../wasm-binary.mjs';

/** `BuildKernelCreateInfo<void>`: it gives an entry without a kernel. */
const NO_KERNEL = Buffer.from('002000410036022020004100360218200041003602000b', 'hex');
/** Type of the functions that make entries: they are told where to write one. */
const ENTRY_TYPE = Buffer.from([0x60, 1, 0x7f, 0]);
/** i32.const to, i32.const 0, i32.const length, memory.init segment. */
// eslint-disable-next-line no-control-regex -- the characters are bytes
const COPY_SEGMENT = /A([\x80-\xff]*[\0-\x7f])A\0A[\x80-\xff]*[\0-\x7f]\xfc\x08([\x80-\xff]*[\0-\x7f])\0/gs;
/** A shorter run of such functions is none of the runtime's tables. */
const FEWEST_ENTRIES = 20;

const unsigned = (characters) =>
  [...characters].reduce((sum, each, i) => sum + (each.charCodeAt(0) & 127) * 2 ** (7 * i), 0);

/** The functions that can be called indirectly, by their index in the table. */
function indirectFunctions(sections) {
  const reader = contents(sections, ELEMENTS);
  const found = [];
  reader.list(() => {
    if (reader.number() !== 0) throw new Error('The table is filled in a way that is not known here.');
    reader.take(1); // i32.const
    const offset = reader.number();
    reader.take(1); // end
    reader.list(() => reader.number()).forEach((index, i) => (found[offset + i] = index));
  });
  return found;
}

/** Data segments: where they lie in the section, and where the program copies them to. */
function dataSegments(sections, startBody) {
  const reader = contents(sections, DATA);
  const segments = reader.list(() => {
    reader.number();
    const length = reader.number();
    return { start: reader.position, bytes: reader.take(length), address: -1 };
  });
  for (const [, address, segment] of Buffer.from(startBody).toString('latin1').matchAll(COPY_SEGMENT))
    segments[unsigned(segment)].address = unsigned(address);
  return segments;
}

/**
 * The tables of kernels in onnxruntime-web's binary: lists of functions, each of which makes the entry of one kernel.
 *
 * @param {Uint8Array} binary
 * @returns {{ start: number, address: number, entries: number }[]} `start`: where the table lies in the binary;
 * `address`: where in the program's memory; entries are four bytes each.
 */
export function findKernelTables(binary) {
  const sections = sectionsOf(binary);
  const imported = countImportedFunctions(sections);
  const [types, functions, bodies] = [readTypes(sections), readFunctions(sections), readBodies(sections)];
  const indirect = indirectFunctions(sections);
  const none = bodies.findIndex((body) => NO_KERNEL.equals(body)) + imported;
  const makesEntry = (index) => {
    const type = types[functions[(indirect[index] ?? 0) - imported]];
    return type !== undefined && ENTRY_TYPE.equals(type);
  };
  const startFunction = contents(sections, START).number();
  const data = sections.find(({ id }) => id === DATA);
  const tables = [];
  for (const { start, bytes, address } of dataSegments(sections, bodies[startFunction - imported])) {
    const { buffer, byteOffset } = bytes;
    const words = new DataView(buffer, byteOffset, bytes.length);
    for (let at = (4 - (address & 3)) & 3; at + 4 <= bytes.length; at += 4) {
      if (indirect[words.getUint32(at, true)] !== none) continue;
      let entries = 1;
      while (at + 4 * entries + 4 <= bytes.length && makesEntry(words.getUint32(at + 4 * entries, true))) entries++;
      if (entries < FEWEST_ENTRIES) continue;
      tables.push({ start: data.end - data.bytes.length + start + at, address: address + at, entries });
      at += 4 * entries - 4;
    }
  }
  return tables;
}
