/** Pixels of a PNG. */
export interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue of a pixel. */
  at(x: number, y: number): [number, number, number];
}

/**
 * Reads the PNG that a browser makes as a screenshot: 8 bits, RGB or RGBA, not interlaced.
 *
 * @param file - The bytes.
 * @param inflate - zlib's, handed in so that this file has no dependency.
 */
export function readPng(file: Uint8Array, inflate: (data: Uint8Array) => Uint8Array): Pixels {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = { 2: 3, 6: 4 }[view.getUint8(25)];
  if (view.getUint8(24) !== 8 || !channels || view.getUint8(28) !== 0)
    throw new Error('Not a PNG of the expected kind.');
  const parts: Uint8Array[] = [];
  for (let at = 8; at < file.length; at += view.getUint32(at) + 12) {
    if (view.getUint32(at + 4) === 0x49444154) parts.push(file.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const packed = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((offset, part) => (packed.set(part, offset), offset + part.length), 0);
  const raw = inflate(packed);
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? pixels[y * stride + x - channels]! : 0;
      const up = y > 0 ? pixels[(y - 1) * stride + x]! : 0;
      const corner = x >= channels && y > 0 ? pixels[(y - 1) * stride + x - channels]! : 0;
      const base = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      pixels[y * stride + x] = raw[y * (stride + 1) + 1 + x]! + base;
    }
  }
  return {
    width,
    height,
    at: (x, y) => [0, 1, 2].map((channel) => pixels[y * stride + x * channels + channel]!) as [number, number, number],
  };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
