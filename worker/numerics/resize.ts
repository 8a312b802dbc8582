import { PRECISION_BITS, resampleCoefficients, type ResampleFilter } from './resample-coefficients.ts';

const HALF = 1 << (PRECISION_BITS - 1);

/**
 * Antialiased resize of an 8-bit photo to the model's square, fed band by band from top to bottom.
 *
 * Agrees bit for bit with Pillow's `Image.resize` of an RGB image, width first and then height (the order of Pillow up
 * to 12; from 13 on it takes the height first where that shrinks more, which differs by rounding). Because the horizontal pass needs one row at a time, the photo is never held as a whole: what
 * this class holds is `3 * outputWidth * inputHeight` bytes (8 MB for a photo 12,000 pixels high and a model of 224).
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
  readonly #filter: ResampleFilter;
  readonly #horizontal: ReturnType<typeof resampleCoefficients>;
  /** `uint8`, `[inputHeight, outputWidth, 3]`. */
  readonly #rows: Uint8ClampedArray;
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
    this.#filter = filter;
    this.#horizontal = resampleCoefficients(inputWidth, outputWidth, filter);
    this.#rows = new Uint8ClampedArray(inputHeight * outputWidth * 3);
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
    if (rgba.length !== rowCount * width * 4) {
      throw new RangeError(
        `A band of ${rowCount} rows of ${width} pixels needs ${rowCount * width * 4} bytes, not ${rgba.length}.`,
      );
    }
    if (this.#pushed + rowCount > this.#inputHeight) throw new RangeError('More rows than the photo has.');
    const { stride, first, count, weights } = this.#horizontal;
    const outputWidth = this.#outputWidth;
    const rows = this.#rows;
    let out = this.#pushed * outputWidth * 3;
    for (let y = 0; y < rowCount; y++) {
      for (let x = 0; x < outputWidth; x++) {
        let at = (y * width + first[x]!) * 4;
        let w = x * stride;
        const end = w + count[x]!;
        let r = HALF;
        let g = HALF;
        let b = HALF;
        for (; w < end; w++, at += 4) {
          const weight = weights[w]!;
          r = (r + Math.imul(rgba[at]!, weight)) | 0;
          g = (g + Math.imul(rgba[at + 1]!, weight)) | 0;
          b = (b + Math.imul(rgba[at + 2]!, weight)) | 0;
        }
        // The clamped array saturates what overshoots.
        rows[out++] = r >> PRECISION_BITS;
        rows[out++] = g >> PRECISION_BITS;
        rows[out++] = b >> PRECISION_BITS;
      }
    }
    this.#pushed += rowCount;
  }

  /**
   * Runs the vertical pass.
   *
   * @returns New `uint8`, `[outputHeight, outputWidth, 3]`; the caller owns it.
   * @throws RangeError if rows are missing.
   */
  finish(): Uint8ClampedArray {
    if (this.#pushed !== this.#inputHeight) {
      throw new RangeError(`Only ${this.#pushed} of ${this.#inputHeight} rows were pushed.`);
    }
    const { stride, first, count, weights } = resampleCoefficients(this.#inputHeight, this.#outputHeight, this.#filter);
    const rowLength = this.#outputWidth * 3;
    const rows = this.#rows;
    const result = new Uint8ClampedArray(this.#outputHeight * rowLength);
    const sums = new Int32Array(rowLength);
    for (let y = 0; y < this.#outputHeight; y++) {
      sums.fill(HALF);
      for (let i = 0; i < count[y]!; i++) {
        const weight = weights[y * stride + i]!;
        const from = (first[y]! + i) * rowLength;
        for (let x = 0; x < rowLength; x++) sums[x] = sums[x]! + Math.imul(rows[from + x]!, weight);
      }
      for (let x = 0; x < rowLength; x++) result[y * rowLength + x] = sums[x]! >> PRECISION_BITS;
    }
    return result;
  }
}
