// The instructions of a function's code: https://webassembly.github.io/spec/core/binary/instructions.html
import { Reader } from './wasm-binary.mjs';

const blockType = (reader) => {
  if ((reader.bytes[reader.position] & 0xc0) === 0x40) reader.position++;
  else reader.number();
};
const memoryArgument = (reader) => {
  if (reader.number() & 64) reader.number();
  reader.number();
};
const numbers = (count) => (reader) => {
  for (let i = 0; i < count; i++) reader.number();
};
const bytes = (count) => (reader) => {
  reader.position += count;
};
const branches = (reader) => numbers(reader.number() + 1)(reader);
const types = (reader) => bytes(reader.number())(reader);

/** What follows an instruction, by its first byte; nothing for those that are not here. LEB128 of either sign is skipped alike. */
const IMMEDIATES = {
  ...Object.fromEntries([0x02, 0x03, 0x04, 0x06].map((code) => [code, blockType])),
  ...Object.fromEntries([0x07, 0x08, 0x09, 0x0c, 0x0d, 0x12, 0x18, 0xd0, 0xd2].map((code) => [code, numbers(1)])),
  ...Object.fromEntries([0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26].map((code) => [code, numbers(1)])),
  ...Object.fromEntries([0x11, 0x13].map((code) => [code, numbers(2)])),
  0x0e: branches,
  0x1c: types,
  ...Object.fromEntries(Array.from({ length: 0x3f - 0x28 }, (_, i) => [0x28 + i, memoryArgument])),
  ...Object.fromEntries([0x3f, 0x40, 0x41, 0x42].map((code) => [code, numbers(1)])),
  0x43: bytes(4),
  0x44: bytes(8),
  0xfc: (reader) => {
    const code = reader.number();
    if (code >= 8) numbers([9, 11, 13, 15, 16, 17].includes(code) ? 1 : 2)(reader);
  },
  0xfd: (reader) => {
    const code = reader.number();
    if (code <= 11 || (code >= 84 && code <= 93)) memoryArgument(reader);
    if (code === 12 || code === 13) bytes(16)(reader);
    if ((code >= 21 && code <= 34) || (code >= 84 && code <= 91)) bytes(1)(reader);
  },
  0xfe: (reader) => (reader.number() === 3 ? bytes(1)(reader) : memoryArgument(reader)),
};

/** First bytes of instructions. */
export const OPCODES = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalSet: 0x24,
};

/** Skips the declaration of a function's locals. */
export function skipLocals(reader) {
  for (let groups = reader.number(); groups > 0; groups--) {
    reader.number();
    reader.position++;
  }
}

/**
 * @param {Uint8Array} body - A function's code.
 * @returns {{ code: number, start: number, end: number }[]} First byte of each instruction, and where it lies in the body.
 * @throws {Error} If there are instructions that are not known here.
 */
export function instructionsOf(body) {
  const reader = new Reader(body);
  const found = [];
  skipLocals(reader);
  while (reader.position < body.length) {
    const start = reader.position;
    const code = reader.take(1)[0];
    IMMEDIATES[code]?.(reader);
    found.push({ code, start, end: reader.position });
  }
  if (reader.position !== body.length) throw new Error('A function holds instructions that are not known here.');
  return found;
}

/** The number that follows an instruction. */
export const operandOf = (body, { start }) => new Reader(body, start + 1).number();

/** Where a `br_table` goes, in labels from the innermost one. */
export function branchTargets(body, { start }) {
  const reader = new Reader(body, start + 1);
  return [...reader.list(() => reader.number()), reader.number()];
}
