/** Joins byte arrays, and strings as Latin-1, into one. */
export function concat(...parts) {
  const arrays = parts.map((part) => (typeof part === 'string' ? latin1(part) : Uint8Array.from(part)));
  const joined = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}

export const latin1 = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const uint16 = (value) => [(value >> 8) & 255, value & 255];
export const uint32 = (value) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
export const uint16le = (value) => uint16(value).reverse();
export const uint24le = (value) => [value & 255, (value >> 8) & 255, (value >> 16) & 255];
export const uint32le = (value) => uint32(value).reverse();
