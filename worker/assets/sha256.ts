/** First 32 bits of the fractional parts of `root(n)` of the first primes, as FIPS 180-4 asks for. */
function primeFractions(count: number, root: (n: number) => number): Int32Array {
  const fractions = new Int32Array(count);
  for (let n = 2, found = 0; found < count; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
    if (isPrime) fractions[found++] = (root(n) % 1) * 2 ** 32;
  }
  return fractions;
}

/**
 * SHA-256 (FIPS 180-4) in JavaScript, for pages on insecure origins, where the browser withholds its own.
 *
 * @param bytes - Shorter than 512 MB. Read only.
 * @returns 32 bytes.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const constants = primeFractions(64, Math.cbrt);
  const hash = primeFractions(8, Math.sqrt);
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const tail = new Uint8Array(128);
  const tailStart = (blocks - (bytes.length % 64 > 55 ? 2 : 1)) * 64;
  tail.set(bytes.subarray(tailStart));
  tail[bytes.length - tailStart] = 0x80;
  const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const padded = new DataView(tail.buffer);
  padded.setUint32(blocks * 64 - tailStart - 4, bytes.length * 8);
  const words = new Int32Array(64);
  for (let offset = 0; offset < blocks * 64; offset += 64) {
    const inTail = offset >= tailStart;
    for (let i = 0; i < 16; i++) {
      words[i] = inTail ? padded.getInt32(offset - tailStart + 4 * i) : source.getInt32(offset + 4 * i);
    }
    compress(hash, words, constants);
  }
  const digest = new DataView(new ArrayBuffer(32));
  hash.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return new Uint8Array(digest.buffer);
}

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

function compress(hash: Int32Array, words: Int32Array, constants: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15]!;
    const b = words[i - 2]!;
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
  }
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + words[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    hash[i]! += value;
  });
}
