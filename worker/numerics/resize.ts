import { PRECISION_BITS, resampleCoefficients, type ResampleFilter } from './resample-coefficients.ts';
import { returnKernel, takeKernel, type PictureKernel } from './picture-kernel.ts';

/** Most bytes that are copied into the kernel's memory at a time, unless a row has more. */
const BAND_BYTES = 1 << 18;
/** Bits of a weight's lower half, as the kernel splits it. */
const LOW_BITS = PRECISION_BITS / 2;

/**
 * Antialiased resize of an 8-bit photo to the model's square, fed band by band from top to bottom.
 *
 * Agrees bit for bit with Pillow's `Image.resize` of an RGB image, width first and then height (the order of Pillow up
 * to 12; from 13 on it takes the height first where that shrinks more, which differs by rounding). Because the
 * horizontal pass needs one row at a time, the photo is never held as a whole: what this class holds is about
 * `4 * outputWidth * inputHeight` bytes (11 MB for a photo 12,000 pixels high and a model of 224).
 *
 * @example
 * const resizer = new BandResizer(width, height, 224, 224, 'pillow-bicubic');
 * resizer.push(rgbaOfAllRows, height);
 * const rgb = resizer.finish();
 */
export class BandResizer {
  readonly #inputWidth: number;
  readonly #inputHeight: number;
  readonly #outputWidth: number;
  readonly #outputHeight: number;
  readonly #kernel: PictureKernel;
  readonly #layout: ReturnType<typeof layOut>;
  #pushed = 0;

  /**
   * @param inputWidth - Photo's width in pixels, integer >= 1.
   * @param inputHeight - Photo's height in pixels, integer >= 1.
   * @param outputWidth - Model's width in pixels, integer >= 1.
   * @param outputHeight - Model's height in pixels, integer >= 1.
   * @param filter - As the manifest names it.
   */
  constructor(
    inputWidth: number,
    inputHeight: number,
    outputWidth: number,
    outputHeight: number,
    filter: ResampleFilter,
  ) {
    this.#inputWidth = inputWidth;
    this.#inputHeight = inputHeight;
    this.#outputWidth = outputWidth;
    this.#outputHeight = outputHeight;
    const across = weightTable(inputWidth, outputWidth, filter, 4);
    const down = weightTable(inputHeight, outputHeight, filter, 1);
    const stride = Math.ceil((4 * outputWidth) / 8) * 8;
    this.#layout = layOut(across, down, stride, inputWidth, inputHeight, outputHeight);
    this.#kernel = takeKernel(this.#layout.bytes);
    const memory = new Uint8Array(this.#kernel.memory.buffer);
    memory.set(new Uint8Array(across.table.buffer), this.#layout.across);
    memory.set(new Uint8Array(down.table.buffer), this.#layout.down);
  }

  /**
   * Takes the next rows.
   *
   * @param rgba - `uint8`, `[rowCount, inputWidth, 4]`; alpha is ignored. Read only.
   * @param rowCount - Rows in `rgba`, integer >= 0; all pushes together give `inputHeight`.
   * @throws RangeError if `rgba` has another length, or if there are more rows than the photo has.
   */
  push(rgba: Uint8Array | Uint8ClampedArray, rowCount: number): void {
    const width = this.#inputWidth;
    const rowBytes = 4 * width;
    if (rgba.length !== rowCount * rowBytes) {
      throw new RangeError(
        `A band of ${rowCount} rows of ${width} pixels needs ${rowCount * rowBytes} bytes, not ${rgba.length}.`,
      );
    }
    if (this.#pushed + rowCount > this.#inputHeight) throw new RangeError('More rows than the photo has.');
    const { band, bandRows, across, acrossStride, rows, stride } = this.#layout;
    const memory = new Uint8Array(this.#kernel.memory.buffer);
    for (let row = 0; row < rowCount; row += bandRows) {
      const count = Math.min(bandRows, rowCount - row);
      memory.set(rgba.subarray(row * rowBytes, (row + count) * rowBytes), band);
      const to = rows + this.#pushed * stride;
      this.#kernel.rows(band, rowBytes, count, across, acrossStride, this.#outputWidth, to, stride);
      this.#pushed += count;
    }
  }

  /**
   * Runs the vertical pass; nothing can be done with the resizer afterwards.
   *
   * @param isBgr - Whether what was pushed was blue, green, red.
   * @returns New `uint8`, `[outputHeight, outputWidth, 3]`, red, green, blue; the caller owns it.
   * @throws RangeError if rows are missing.
   */
  finish(isBgr = false): Uint8ClampedArray {
    if (this.#pushed !== this.#inputHeight) {
      throw new RangeError(`Only ${this.#pushed} of ${this.#inputHeight} rows were pushed.`);
    }
    const { rows, stride, down, downStride, result } = this.#layout;
    this.#kernel.columns(rows, stride, down, downStride, this.#outputHeight, result);
    this.#kernel.pack(result, stride, this.#outputWidth, this.#outputHeight, Number(isBgr));
    const { buffer } = this.#kernel.memory;
    const rgb = new Uint8ClampedArray(buffer, result, this.#outputHeight * this.#outputWidth * 3).slice();
    returnKernel(this.#kernel);
    return rgb;
  }
}

/** The weights along one axis as the kernel reads them, and the bytes of an entry. `unit`: bytes of an input. */
function weightTable(
  inputSize: number,
  outputSize: number,
  filter: ResampleFilter,
  unit: number,
): { table: Int32Array; stride: number } {
  const { stride, first, count, weights } = resampleCoefficients(inputSize, outputSize, filter);
  const words = 2 + 2 * Math.ceil(stride / 2);
  const table = new Int32Array(outputSize * words);
  const mask = (1 << LOW_BITS) - 1;
  for (let out = 0; out < outputSize; out++) {
    let at = out * words;
    table[at++] = first[out]! * unit;
    table[at++] = Math.ceil(count[out]! / 2) * 8;
    for (let i = 0; i < count[out]!; i += 2) {
      const one = weights[out * stride + i]!;
      const other = i + 1 < count[out]! ? weights[out * stride + i + 1]! : 0;
      table[at++] = ((one >> LOW_BITS) & 0xffff) | ((other >> LOW_BITS) << 16);
      table[at++] = (one & mask) | ((other & mask) << 16);
    }
  }
  return { table, stride: 4 * words };
}

/** Where everything lies in the kernel's memory, in bytes. */
function layOut(
  across: { table: Int32Array; stride: number },
  down: { table: Int32Array; stride: number },
  stride: number,
  inputWidth: number,
  inputHeight: number,
  outputHeight: number,
) {
  const bandRows = Math.max(1, Math.floor(BAND_BYTES / (4 * inputWidth)));
  const downAt = across.table.byteLength;
  const rows = downAt + down.table.byteLength;
  // The kernel reads a row too many where their number is odd, and a pixel.
  const result = rows + (inputHeight + 1) * stride;
  const band = result + outputHeight * stride;
  return {
    across: 0,
    acrossStride: across.stride,
    down: downAt,
    downStride: down.stride,
    rows,
    stride,
    result,
    band,
    bandRows,
    bytes: band + 4 * inputWidth * bandRows + 4,
  };
}
