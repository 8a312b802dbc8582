// WebAssembly binaries as far as functions are concerned: https://webassembly.github.io/spec/core/binary/modules.html

/** Ids of sections. */
export const [CUSTOM, TYPES, IMPORTS, FUNCTIONS, START, ELEMENTS, CODE, DATA] = [0, 1, 2, 3, 8, 9, 10, 11];

const VALUE_TYPES = { 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64', 0x7b: 'v128' };

/** Reads bytes from a position on. */
export class Reader {
  constructor(bytes, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /** An unsigned LEB128 integer. */
  number() {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = this.bytes[this.position++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  }

  take(length) {
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  /** A vector whose elements `read` reads. */
  list(read) {
    return Array.from({ length: this.number() }, () => read(this));
  }
}

export function leb128(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value);
  return Buffer.from(bytes);
}

export const sized = (bytes) => Buffer.concat([leb128(bytes.length), bytes]);
export const vector = (elements) => Buffer.concat([leb128(elements.length), ...elements]);

/** @returns {{ id: number, bytes: Uint8Array, end: number }[]} `end`: where the section ends in the binary, exclusive. */
export function sectionsOf(binary) {
  const reader = new Reader(binary, 8);
  const sections = [];
  while (reader.position < binary.length) {
    const id = reader.take(1)[0];
    sections.push({ id, bytes: reader.take(reader.number()), end: reader.position });
  }
  return sections;
}

/** The binary with other contents of some sections, which are given by their ids. */
export function withSections(binary, changed) {
  const rewritten = sectionsOf(binary).map(({ id, bytes }) => [Buffer.from([id]), sized(changed[id] ?? bytes)]);
  return Buffer.concat([binary.subarray(0, 8), ...rewritten.flat()]);
}

/** The binary with a custom section at its end: the last bytes are `bytes`. */
export const withCustomSection = (binary, name, bytes) =>
  Buffer.concat([binary, Buffer.from([CUSTOM]), sized(Buffer.concat([sized(Buffer.from(name)), bytes]))]);

export const contents = (sections, id) => new Reader(sections.find((section) => section.id === id).bytes);

/** The code of each function that is not imported. */
export const readBodies = (sections) => contents(sections, CODE).list((reader) => reader.take(reader.number()));

/** The type of each function that is not imported, as an index into the types. */
export const readFunctions = (sections) => contents(sections, FUNCTIONS).list((reader) => reader.number());

/** Function types, each as its bytes. */
export const readTypes = (sections) =>
  contents(sections, TYPES).list((reader) => {
    const start = reader.position++;
    for (let lists = 0; lists < 2; lists++) reader.take(reader.number());
    return reader.bytes.subarray(start, reader.position);
  });

/** How many functions are imported: they come first in the numbering of functions. */
export function countImportedFunctions(sections) {
  const limits = (reader) => {
    const flags = reader.take(1)[0];
    for (let bounds = 0; bounds <= (flags & 1); bounds++) reader.number();
  };
  const readers = [
    (reader) => reader.number(), // function: its type
    (reader) => (reader.take(1), limits(reader)), // table
    limits, // memory
    (reader) => reader.take(2), // global
    (reader) => (reader.take(1), reader.number()), // tag
  ];
  const kinds = contents(sections, IMPORTS).list((reader) => {
    for (let names = 0; names < 2; names++) reader.take(reader.number());
    const kind = reader.take(1)[0];
    readers[kind](reader);
    return kind;
  });
  return kinds.filter((kind) => kind === 0).length;
}

/** A function type as text: `(param ...) (result ...)`. */
export function signature(type) {
  const reader = new Reader(type, 1);
  const [parameters, results] = [0, 1].map(() => reader.list((each) => VALUE_TYPES[each.take(1)[0]]).join(' '));
  return `(param ${parameters}) (result ${results})`;
}
