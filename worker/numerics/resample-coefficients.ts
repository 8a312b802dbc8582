/** Filters of Pillow's `Image.resize`: support in input pixels at scale 1, and weight at a distance. */
const FILTERS = {
  'pillow-bilinear': { support: 1, weight: triangle },
  'pillow-bicubic': { support: 2, weight: cubic },
} as const;

/** A resampling filter that {@link resampleCoefficients} knows. */
export type ResampleFilter = keyof typeof FILTERS;

/** Bits after the binary point of {@link ResampleCoefficients.weights}: 32 less 8 for the pixel and 2 for overshoot. */
export const PRECISION_BITS = 22;

/** Which input pixels make each output pixel along one axis, and how much each counts. */
export interface ResampleCoefficients {
  /** Weights kept for each output pixel. */
  stride: number;
  /** `int32`, `[outputSize]`: first input pixel. */
  first: Int32Array;
  /** `int32`, `[outputSize]`: number of input pixels, <= stride. */
  count: Int32Array;
  /** `int32`, `[outputSize, stride]`: fixed-point weights, a row adds up to about `1 << PRECISION_BITS`. */
  weights: Int32Array;
}

function triangle(distance: number): number {
  const x = Math.abs(distance);
  return x < 1 ? 1 - x : 0;
}

/** Keys' cubic convolution with a = -0.5. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

/**
 * Weights of an antialiased resize along one axis, bit for bit those of Pillow (`precompute_coeffs` and
 * `normalize_coeffs_8bpc` of its Resample.c): the filter widens with the scale when shrinking.
 *
 * @param inputSize - Pixels along the axis, integer >= 1.
 * @param outputSize - Pixels wanted, integer >= 1.
 * @param filter - Which filter.
 * @returns New tables; the caller owns them.
 */
export function resampleCoefficients(
  inputSize: number,
  outputSize: number,
  filter: ResampleFilter,
): ResampleCoefficients {
  const { support: baseSupport, weight } = FILTERS[filter];
  const scale = inputSize / outputSize;
  const filterScale = Math.max(scale, 1);
  const support = baseSupport * filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * stride);
  const row = new Float64Array(stride);
  for (let out = 0; out < outputSize; out++) {
    const center = (out + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const length = Math.min(inputSize, Math.trunc(center + support + 0.5)) - start;
    let total = 0;
    // Multiplied by the inverse, as Pillow does: dividing rounds differently in the last bit.
    const inverse = 1 / filterScale;
    for (let i = 0; i < length; i++) {
      const w = weight((i + start - center + 0.5) * inverse);
      row[i] = w;
      total += w;
    }
    first[out] = start;
    count[out] = length;
    for (let i = 0; i < length; i++) {
      const fixed = (total === 0 ? row[i]! : row[i]! / total) * (1 << PRECISION_BITS);
      weights[out * stride + i] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
    }
  }
  return { stride, first, count, weights };
}
