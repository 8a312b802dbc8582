import { concat, latin1, uint16, uint32 } from './bytes.js';

/** Channels of a sample by PNG colour type. */
const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Encodes a PNG (W3C PNG, third edition), filter 0 throughout.
 *
 * @param options - `width`, `height`; `colorType` 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA; `bitDepth` 1 to
 * 16; `pixel(x, y)` gives the samples at that depth; `before` and `after` are chunks around the picture's data.
 */
export async function png({ width, height, colorType = 2, bitDepth = 8, pixel, before = [], after = [] }) {
  const head = [...uint32(width), ...uint32(height), bitDepth, colorType, 0, 0, 0];
  const data = await deflate(scanLines(width, height, colorType, bitDepth, pixel));
  return assemble([chunk('IHDR', head), ...before, chunk('IDAT', data), ...after]);
}

/** An animated PNG: frames of the same size, RGB, the first also the still picture. */
export async function animatedPng({ width, height, frames }) {
  const head = [...uint32(width), ...uint32(height), 8, 2, 0, 0, 0];
  const chunks = [chunk('IHDR', head), chunk('acTL', [...uint32(frames.length), ...uint32(0)])];
  let sequence = 0;
  for (const [index, pixel] of frames.entries()) {
    const place = [...uint32(width), ...uint32(height), ...uint32(0), ...uint32(0)];
    chunks.push(chunk('fcTL', [...uint32(sequence++), ...place, ...uint16(1), ...uint16(10), 0, 0]));
    const data = await deflate(scanLines(width, height, 2, 8, pixel));
    chunks.push(index === 0 ? chunk('IDAT', data) : chunk('fdAT', concat(uint32(sequence++), data)));
  }
  return assemble(chunks);
}

/** A chunk with its checksum. */
export function chunk(type, body) {
  const content = concat(type, body);
  return concat(uint32(content.length - 4), content, uint32(crc32(content)));
}

function assemble(chunks) {
  return concat([0x89], 'PNG\r\n', [0x1a, 0x0a], ...chunks, chunk('IEND', []));
}

function scanLines(width, height, colorType, bitDepth, pixel) {
  const bitsAPixel = CHANNELS[colorType] * bitDepth;
  const stride = 1 + Math.ceil((width * bitsAPixel) / 8);
  const lines = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixel(x, y).forEach((sample, channel) => {
        const bit = x * bitsAPixel + channel * bitDepth;
        const at = y * stride + 1 + (bit >> 3);
        if (bitDepth === 16) lines.set(uint16(sample), at);
        else lines[at] |= sample << (8 - bitDepth - (bit & 7));
      });
    }
  }
  return lines;
}

async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Colours and, where `alphas` are given, their opacity, for colour type 3. */
export const palette = (colors, alphas) => [chunk('PLTE', colors.flat()), ...(alphas ? [chunk('tRNS', alphas)] : [])];

/** A text chunk of that many bytes. */
export const textChunk = (bytes) => chunk('tEXt', concat(latin1('Comment\0'), new Uint8Array(bytes).fill(0x20)));

/** Makes the checksums of a damaged PNG right again, as far as its chunks can be followed; the bytes are changed. */
export function repairChecksums(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)));
    at = end + 4;
  }
  return bytes;
}
