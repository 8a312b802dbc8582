import { inflateSync } from 'node:zlib';

/** Decodes a PNG of 8 bits a channel, RGB or palette, not interlaced: what the golden pictures are. */
export function readPng(file: Uint8Array): { width: number; height: number; rgba: Uint8ClampedArray } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts: Uint8Array[] = [];
  let palette = new Uint8Array(0);
  for (let at = 8; at < file.length;) {
    const length = view.getUint32(at);
    const type = Buffer.from(file.subarray(at + 4, at + 8)).toString('latin1');
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'PLTE') palette = data.slice();
    if (type === 'IDAT') parts.push(data);
    at += 12 + length;
  }
  const [width, height, depth, colorType] = [view.getUint32(16), view.getUint32(20), file[24], file[25]];
  if (depth !== 8 || (colorType !== 2 && colorType !== 3)) throw new Error(`PNG of depth ${depth}, type ${colorType}`);
  const bytesPerPixel = colorType === 2 ? 3 : 1;
  const rows = unfilter(inflateSync(Buffer.concat(parts)), width * bytesPerPixel, height, bytesPerPixel);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const source = colorType === 2 ? rows.subarray(3 * i, 3 * i + 3) : palette.subarray(3 * rows[i], 3 * rows[i] + 3);
    rgba.set(source, 4 * i);
  }
  return { width, height, rgba };
}

function unfilter(data: Uint8Array, stride: number, height: number, bytesPerPixel: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x >= bytesPerPixel ? rows[y * stride + x - bytesPerPixel] : 0;
      const up = y > 0 ? rows[(y - 1) * stride + x] : 0;
      const corner = x >= bytesPerPixel && y > 0 ? rows[(y - 1) * stride + x - bytesPerPixel] : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      rows[y * stride + x] = data[y * (stride + 1) + 1 + x] + predicted;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const distances = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  return [left, up, corner][distances.indexOf(Math.min(...distances))];
}
