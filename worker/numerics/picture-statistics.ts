import type { PictureStatistics } from '../../src/shared/signals.ts';
import { returnKernel, takeKernel } from './picture-kernel.ts';

/** Colours are told apart by four bits of each channel. */
const BINS = 4096;
/** Of red, green and blue in what the eye takes for brightness (ITU-R BT.601). */
const LUMINANCE = [0.299, 0.587, 0.114];
/** Of each row and channel: the sum of levels times either polynomial, their sum, the sum of their squares. */
const ROW_SUMS = 12;

/**
 * Measures a picture: enough to tell gradients, single colours, noise and drawn surfaces from photos.
 *
 * The sums over all pixels are WebAssembly: the first photo comes before the browser has compiled the JavaScript that
 * would add them up, which took 50 ms.
 *
 * @param rgb - `uint8`, `[height, width, 3]`. Read only.
 * @param height - Pixels, integer >= 2.
 * @param width - Pixels, integer >= 2.
 * @returns The measures; models/confidence/picture_statistics.py must agree to 1e-3.
 */
export function pictureStatistics(rgb: Uint8ClampedArray, height: number, width: number): PictureStatistics {
  const size = height * width;
  const across = orthonormalPolynomials(width);
  // Where everything lies in the kernel's memory; it reads a row before the picture.
  const histogramAt = 8 * (LUMINANCE.length + 2 * width);
  const rowsAt = histogramAt + 4 * BINS;
  const light = rowsAt + 8 * ROW_SUMS * height;
  const picture = light + 8 * size;
  const kernel = takeKernel(picture + 3 * size);
  const { buffer } = kernel.memory;
  const tables = new Float64Array(buffer);
  tables.set(LUMINANCE);
  for (let x = 0; x < width; x++) tables.set([across[1][x]!, across[2][x]!], LUMINANCE.length + 2 * x);
  const bytes = new Uint8Array(buffer);
  bytes.fill(0, histogramAt, light);
  bytes.set(rgb, picture);
  const [squares, saturation, black, flat, product, square, linear, laplacian] = kernel.measure(
    picture,
    width,
    height,
    0,
    light,
    histogramAt,
    rowsAt,
  );
  const rows = new Float64Array(buffer, rowsAt, ROW_SUMS * height);
  const histogram = new Uint32Array(buffer, histogramAt, BINS);
  const mean = LUMINANCE.reduce((sum, weight, channel) => sum + weight * total(rows, 4 * channel + 2), 0) / size;
  const pairs = (height - 1) * (width - 1);
  const shift = 2 * pairs * mean * mean - linear * mean; // from products of levels to those of distances from the mean
  const statistics: PictureStatistics = {
    brightness: mean,
    contrast: Math.sqrt(Math.max(0, squares / size - mean * mean)),
    ...rampFit(rows, across[0][0]!, height, size),
    flatness: flat / pairs,
    smoothness: square + shift > 1e-6 * size ? (product + shift) / (square + shift) : 0,
    grain: laplacian / Math.max(1, (height - 2) * (width - 2)),
    ...spread(histogram, size),
    saturation: saturation / size,
    white: histogram[BINS - 1]! / size, // all channels from 240 on
    black: black / size,
  };
  returnKernel(kernel);
  return statistics;
}

/** Of one of the sums of every row. */
function total(rows: Float64Array, index: number): number {
  let sum = 0;
  for (let i = index; i < rows.length; i += ROW_SUMS) sum += rows[i]!;
  return sum;
}

/**
 * Distances from the mean colour and from the best quadratic ramp, by projection on orthonormal polynomials.
 *
 * @param rows - `[height, 3, 4]`, see ROW_SUMS.
 * @param constant - The polynomial of degree 0 across.
 */
function rampFit(
  rows: Float64Array,
  constant: number,
  height: number,
  size: number,
): Pick<PictureStatistics, 'variation' | 'rampResidual'> {
  const down = orthonormalPolynomials(height);
  let [squares, mean, ramp] = [0, 0, 0];
  for (let channel = 0; channel < ROW_SUMS; channel += 4) {
    squares += total(rows, channel + 3);
    const coefficients = new Float64Array(9); // [degree down, degree across]
    for (let y = 0; y < height; y++) {
      const at = y * ROW_SUMS + channel;
      for (let d = 0; d < 3; d++) {
        const weight = down[d]![y]!;
        coefficients[d * 3]! += rows[at + 2]! * constant * weight;
        coefficients[d * 3 + 1]! += rows[at]! * weight;
        coefficients[d * 3 + 2]! += rows[at + 1]! * weight;
      }
    }
    mean += coefficients[0]! ** 2;
    for (let d = 0; d < 3; d++) for (let a = 0; d + a < 3; a++) ramp += coefficients[d * 3 + a]! ** 2;
  }
  const distance = (explained: number): number => Math.sqrt(Math.max(0, squares - explained) / (3 * size));
  return { variation: distance(mean), rampResidual: distance(ramp) };
}

function spread(histogram: Uint32Array, size: number): Pick<PictureStatistics, 'dominance' | 'colourEntropy'> {
  let most = 0;
  let entropy = 0;
  for (const count of histogram) {
    if (count === 0) continue;
    most = Math.max(most, count);
    entropy -= (count / size) * Math.log2(count / size);
  }
  return { dominance: most / size, colourEntropy: entropy };
}

/** Orthonormal polynomials of degree 0, 1 and 2 on `length` equally spaced points. */
function orthonormalPolynomials(length: number): [Float64Array, Float64Array, Float64Array] {
  const points = Float64Array.from({ length }, (_, i) => (2 * i + 1) / length - 1);
  const meanSquare = points.reduce((sum, point) => sum + point * point, 0) / length;
  return [points.map(() => 1), points, points.map((point) => point * point - meanSquare)].map((polynomial) => {
    const norm = Math.hypot(...polynomial) || 1;
    return polynomial.map((value) => value / norm);
  }) as [Float64Array, Float64Array, Float64Array];
}
