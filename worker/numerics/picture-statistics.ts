import type { PictureStatistics } from '../../src/shared/signals.ts';

const FLAT_LEVELS = 3;
const BINS = 4096;

/**
 * Measures a picture: enough to tell gradients, single colours, noise and drawn surfaces from photos.
 *
 * @param planes - `float32`, `[3, height, width]`, order RGB, 0 to 255. Read only.
 * @param height - Pixels, integer >= 2.
 * @param width - Pixels, integer >= 2.
 * @returns The measures; models/confidence/picture_statistics.py must agree to 1e-3.
 */
export function pictureStatistics(planes: Float32Array, height: number, width: number): PictureStatistics {
  const size = height * width;
  const luminance = new Float32Array(size);
  const histogram = new Uint32Array(BINS);
  let [saturation, white, black] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const r = planes[i]!;
    const g = planes[i + size]!;
    const b = planes[i + 2 * size]!;
    luminance[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    const most = Math.max(r, g, b);
    const least = Math.min(r, g, b);
    saturation += most - least;
    if (least >= 240) white++;
    if (most <= 16) black++;
    histogram[(bin(r) << 8) | (bin(g) << 4) | bin(b)]!++;
  }
  const { mean, deviation } = moments(luminance);
  return {
    brightness: mean,
    contrast: deviation,
    ...rampFit(planes, height, width),
    ...neighbours(planes, luminance, mean, height, width),
    ...spread(histogram, size),
    saturation: saturation / size,
    white: white / size,
    black: black / size,
  };
}

function bin(level: number): number {
  return Math.min(15, Math.max(0, (level / 16) | 0));
}

function moments(values: Float32Array): { mean: number; deviation: number } {
  // By index: iterating over a typed array takes ten times as long.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  return { mean, deviation: Math.sqrt(squares / values.length) };
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

type NeighbourMeasures = Pick<PictureStatistics, 'flatness' | 'smoothness' | 'grain'>;

function neighbours(
  planes: Float32Array,
  luminance: Float32Array,
  mean: number,
  height: number,
  width: number,
): NeighbourMeasures {
  const size = height * width;
  let [flat, laplacian, product, square] = [0, 0, 0, 0];
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const i = y * width + x;
      let isFlat = true;
      for (let c = i; isFlat && c < 3 * size; c += size) {
        const here = planes[c]!;
        isFlat = Math.abs(planes[c + 1]! - here) <= FLAT_LEVELS && Math.abs(planes[c + width]! - here) <= FLAT_LEVELS;
      }
      if (isFlat) flat++;
      const here = luminance[i]! - mean;
      const right = luminance[i + 1]! - mean;
      const below = luminance[i + width]! - mean;
      product += here * (right + below);
      square += here * here + 0.5 * (right * right + below * below);
      if (x > 0 && y > 0) {
        laplacian += Math.abs(right + below + luminance[i - 1]! + luminance[i - width]! - 2 * mean - 4 * here);
      }
    }
  }
  return {
    flatness: flat / ((height - 1) * (width - 1)),
    smoothness: square > 1e-6 * size ? product / square : 0,
    grain: laplacian / Math.max(1, (height - 2) * (width - 2)),
  };
}

/** Distances from the mean colour and from the best quadratic ramp, by projection on orthonormal polynomials. */
function rampFit(
  planes: Float32Array,
  height: number,
  width: number,
): Pick<PictureStatistics, 'variation' | 'rampResidual'> {
  const size = height * width;
  const [across0, across1, across2] = orthonormalPolynomials(width);
  const down = orthonormalPolynomials(height);
  let [total, constant, ramp] = [0, 0, 0];
  for (let c = 0; c < 3; c++) {
    const coefficients = new Float64Array(9); // [degree down, degree across]
    for (let y = 0; y < height; y++) {
      const row = c * size + y * width;
      let squares = 0;
      let p0 = 0;
      let p1 = 0;
      let p2 = 0;
      for (let x = 0; x < width; x++) {
        const value = planes[row + x]!;
        squares += value * value;
        p0 += value * across0[x]!;
        p1 += value * across1[x]!;
        p2 += value * across2[x]!;
      }
      total += squares;
      for (let d = 0; d < 3; d++) {
        const weight = down[d]![y]!;
        coefficients[d * 3]! += p0 * weight;
        coefficients[d * 3 + 1]! += p1 * weight;
        coefficients[d * 3 + 2]! += p2 * weight;
      }
    }
    constant += coefficients[0]! ** 2;
    for (let d = 0; d < 3; d++) for (let a = 0; d + a < 3; a++) ramp += coefficients[d * 3 + a]! ** 2;
  }
  const distance = (explained: number): number => Math.sqrt(Math.max(0, total - explained) / (3 * size));
  return { variation: distance(constant), rampResidual: distance(ramp) };
}

/** Orthonormal polynomials of degree 0, 1 and 2 on `length` equally spaced points. */
function orthonormalPolynomials(length: number): [Float64Array, Float64Array, Float64Array] {
  const basis: Float64Array[] = [];
  for (let degree = 0; degree < 3; degree++) {
    const polynomial = Float64Array.from({ length }, (_, i) => ((2 * i + 1) / length - 1) ** degree);
    for (const earlier of basis) {
      const dot = polynomial.reduce((sum, value, i) => sum + value * earlier[i]!, 0);
      for (let i = 0; i < length; i++) polynomial[i]! -= dot * earlier[i]!;
    }
    const norm = Math.hypot(...polynomial) || 1;
    basis.push(polynomial.map((value) => value / norm));
  }
  return basis as [Float64Array, Float64Array, Float64Array];
}
