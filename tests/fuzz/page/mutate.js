/** Lengths and sizes that break readers which trust them. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

const MUTATIONS = [
  function flipBits(bytes, random) {
    const count = 1 + random.below(random.pick([2, 6, 24]));
    for (let i = 0; i < count; i++) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
    return bytes;
  },
  function randomBytes(bytes, random) {
    const count = 1 + random.below(random.pick([2, 16]));
    for (let i = 0; i < count; i++) bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  },
  /** Most structure is at the front. */
  function randomHead(bytes, random) {
    const count = 1 + random.below(6);
    for (let i = 0; i < count; i++) bytes[random.below(Math.min(64, bytes.length))] = random.below(256);
    return bytes;
  },
  function extremeNumber(bytes, random) {
    const view = new DataView(bytes.buffer);
    const at = random.below(Math.max(1, Math.min(bytes.length, 200) - 4));
    if (bytes.length < 4) return bytes;
    if (random.chance(0.5)) view.setUint32(at, random.pick(EXTREMES), random.chance(0.5));
    else view.setUint16(at, random.pick(EXTREMES) & 0xffff, random.chance(0.5));
    return bytes;
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random.below(bytes.length));
  },
  function remove(bytes, random) {
    const [start, end] = span(bytes, random);
    return joined(bytes.subarray(0, start), bytes.subarray(end));
  },
  function repeat(bytes, random) {
    const [start, end] = span(bytes, random);
    return joined(bytes.subarray(0, end), bytes.subarray(start));
  },
  function insert(bytes, random) {
    const [start] = span(bytes, random);
    const noise = Uint8Array.from({ length: 1 + random.below(500) }, () => random.below(256));
    return joined(bytes.subarray(0, start), noise, bytes.subarray(start));
  },
  function blank(bytes, random) {
    const [start, end] = span(bytes, random);
    return bytes.fill(random.pick([0, 255]), start, end);
  },
  function splice(bytes, random, other) {
    return joined(bytes.subarray(0, random.below(bytes.length)), other.subarray(random.below(other.length)));
  },
];

/**
 * Damages a file in one to three ways.
 *
 * @param bytes - The file; left as it is.
 * @param random - Determines the damage.
 * @param other - Another file, to splice with.
 */
export function mutate(bytes, random, other) {
  let result = bytes.slice();
  const count = random.pick([1, 1, 2, 3]);
  for (let i = 0; i < count && result.length > 0; i++) result = random.pick(MUTATIONS)(result, random, other);
  return result;
}

function span(bytes, random) {
  const start = random.below(bytes.length);
  return [start, Math.min(bytes.length, start + 1 + random.below(300))];
}

function joined(...parts) {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
