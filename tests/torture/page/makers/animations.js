import { concat, uint16le, uint24le, uint32le } from './bytes.js';

/**
 * Encodes a GIF (GIF89a) of one or more frames.
 *
 * With a code size of 7 every LZW code is one byte until the table has grown by 126 entries, so that clearing the table
 * each 100 pixels leaves the pixels as they are.
 *
 * @param frames - Functions that give the palette index, 0 to 127, at x and y.
 * @param colors - Up to 128 of `[r, g, b]`.
 */
export function gif({ width, height, frames, colors }) {
  const table = Array.from({ length: 128 }, (_, i) => colors[i] ?? [0, 0, 0]).flat();
  const screen = concat('GIF89a', uint16le(width), uint16le(height), [0xf6, 0, 0], table);
  const loop = concat([0x21, 0xff, 11], 'NETSCAPE2.0', [3, 1, 0, 0, 0]);
  return concat(screen, loop, ...frames.map((pixel) => gifFrame(width, height, pixel)), [0x3b]);
}

function gifFrame(width, height, pixel) {
  const codes = [];
  for (let i = 0; i < width * height; i++) {
    if (i % 100 === 0) codes.push(128);
    codes.push(pixel(i % width, Math.floor(i / width)));
  }
  codes.push(129);
  const blocks = [];
  for (let i = 0; i < codes.length; i += 255) {
    const block = codes.slice(i, i + 255);
    blocks.push([block.length], block);
  }
  const control = [0x21, 0xf9, 4, 0, 20, 0, 0, 0];
  return concat(control, [0x2c, 0, 0, 0, 0], uint16le(width), uint16le(height), [0, 7], ...blocks, [0]);
}

/**
 * Puts still WebP files of one size one after the other (RFC 9649, extended format).
 *
 * @param stills - Files as `canvas.toBlob(..., 'image/webp')` makes them.
 */
export function animatedWebp(width, height, stills) {
  const size = [...uint24le(width - 1), ...uint24le(height - 1)];
  const head = riffChunk('VP8X', [0x02, 0, 0, 0, ...size]);
  const animation = riffChunk('ANIM', [255, 255, 255, 255, 0, 0]);
  const frames = stills.map((still) =>
    riffChunk('ANMF', concat([0, 0, 0, 0, 0, 0], size, uint24le(200), [0], pictureChunk(still))),
  );
  const body = concat('WEBP', head, animation, ...frames);
  return concat('RIFF', uint32le(body.length), body);
}

function riffChunk(type, body) {
  return concat(type, uint32le(body.length), body, body.length % 2 ? [0] : []);
}

/** The chunk with the compressed picture, whatever stands around it. */
function pictureChunk(webp) {
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength);
  for (let at = 12; at + 8 <= webp.length;) {
    const type = String.fromCharCode(...webp.subarray(at, at + 4));
    const length = 8 + view.getUint32(at + 4, true);
    if (type === 'VP8 ' || type === 'VP8L') return webp.slice(at, at + length + (length % 2));
    at += length + (length % 2);
  }
  throw new Error('no picture in this WebP file');
}

/** Encodes a Windows bitmap of 24 bits; rows from the top if `topDown`, else from the bottom. */
export function bmp({ width, height, pixel, topDown = false }) {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b] = pixel(x, y);
      rows.set([b, g, r], (topDown ? y : height - 1 - y) * stride + x * 3);
    }
  }
  const info = [...uint32le(40), ...uint32le(width), ...uint32le(topDown ? -height : height), 1, 0, 24, 0];
  const rest = [0, 0, 0, 0, ...uint32le(rows.length), ...uint32le(2835), ...uint32le(2835), 0, 0, 0, 0, 0, 0, 0, 0];
  return concat('BM', uint32le(54 + rows.length), [0, 0, 0, 0], uint32le(54), info, rest, rows);
}
