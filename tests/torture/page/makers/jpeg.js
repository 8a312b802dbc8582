import { concat, uint16 } from './bytes.js';

/** Puts an EXIF block that says nothing but the orientation (1 to 8) behind the start of a JPEG. */
export function withOrientation(jpeg, orientation) {
  const tiff = concat('MM\0*', [0, 0, 0, 8], uint16(1), uint16(0x0112), uint16(3), [0, 0, 0, 1]);
  const exif = concat('Exif\0\0', tiff, uint16(orientation), [0, 0, 0, 0, 0, 0]);
  return concat(jpeg.subarray(0, 2), segment(0xe1, exif), jpeg.subarray(2));
}

/** Puts blocks of 60,000 bytes of metadata before the size of the picture. */
export function withMetadata(jpeg, blocks) {
  const block = segment(0xed, new Uint8Array(60_000).fill(0x20));
  return concat(jpeg.subarray(0, 2), ...Array.from({ length: blocks }, () => block), jpeg.subarray(2));
}

/**
 * Encodes a baseline JPEG of flat 8 x 8 blocks: the DC coefficients alone (ITU-T T.81).
 *
 * @param color - Gives the components, 0 to 255, of the block in column x and row y: 1 (grey), 3 (YCbCr) or 4 (CMYK as
 * Adobe stores it, inverted).
 */
export function blockJpeg(width, height, color) {
  const components = color(0, 0).length;
  const frame = concat([8], uint16(height), uint16(width), [components], ...ids(components, (id) => [id, 0x11, 0]));
  const scan = concat([components], ...ids(components, (id) => [id, 0x00]), [0, 63, 0]);
  const adobe = components === 4 ? segment(0xee, concat('Adobe', uint16(100), [0, 0, 0, 0, 0])) : [];
  // DC steps of 8 make the coefficient the sample's level minus 128.
  const quantization = segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]);
  const dcTable = segment(
    0xc4,
    [0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  );
  // One code of one bit: end of block.
  const acTable = segment(0xc4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00]);
  const head = concat([0xff, 0xd8], adobe, quantization, segment(0xc0, frame), dcTable, acTable, segment(0xda, scan));
  return concat(head, entropyCoded(Math.ceil(width / 8), Math.ceil(height / 8), color), [0xff, 0xd9]);
}

const DC_CODES = ['00', '010', '011', '100', '101', '110', '1110', '11110', '111110'];

function entropyCoded(columns, rows, color) {
  const bits = new BitWriter(columns * rows * 8 + 64);
  const before = new Array(4).fill(0);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      color(x, y).forEach((level, component) => {
        const value = level - 128;
        const difference = value - before[component];
        before[component] = value;
        const category = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference));
        bits.write(parseInt(DC_CODES[category], 2), DC_CODES[category].length);
        if (category > 0) bits.write(difference > 0 ? difference : difference + (1 << category) - 1, category);
        bits.write(0, 1);
      });
    }
  }
  return bits.finish();
}

/** Writes bits, the highest first, and a zero after each byte of ones. */
class BitWriter {
  constructor(capacity) {
    this.bytes = new Uint8Array(capacity);
    this.length = 0;
    this.held = 0;
    this.count = 0;
  }

  write(value, count) {
    this.held = (this.held << count) | value;
    this.count += count;
    while (this.count >= 8) {
      this.count -= 8;
      const byte = (this.held >> this.count) & 255;
      this.bytes[this.length++] = byte;
      if (byte === 255) this.bytes[this.length++] = 0;
    }
    this.held &= (1 << this.count) - 1;
  }

  finish() {
    if (this.count > 0) this.write((1 << (8 - this.count)) - 1, 8 - this.count);
    return this.bytes.subarray(0, this.length);
  }
}

const segment = (marker, body) => concat([0xff, marker], uint16(body.length + 2), body);
const ids = (count, row) => Array.from({ length: count }, (_, i) => row(i + 1));
