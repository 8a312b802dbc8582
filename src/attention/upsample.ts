/** How a grid of attention is turned into a smooth picture. */
export type UpsampleMethod = 'gaussian' | 'bicubic';

/** Options of {@link upsampleMap}. */
export interface UpsampleOptions {
  /**
   * `gaussian`: every pixel is the average of the cells, weighted by a Gaussian of their distance; nothing overshoots.
   * `bicubic`: cubic convolution with a = -0.5 (Catmull-Rom, Keys 1981) through the centres of the cells; what
   * overshoots below 0 is cut. @default 'gaussian'
   */
  method?: UpsampleMethod;
  /**
   * Standard deviation of the Gaussian in cells, > 0. The figures of Xu et al. (2015) use 20 pixels at 16 pixels a
   * cell, that is 1.25; 0.6 keeps neighbouring places apart. @default 0.6
   */
  sigma?: number;
}

/** Part of the photo, as fractions of its width and height. */
export interface FractionBox {
  /** Left edge, 0 to 1. */
  x: number;
  /** Upper edge, 0 to 1. */
  y: number;
  /** Width, 0 to 1. */
  width: number;
  /** Height, 0 to 1. */
  height: number;
}

/**
 * Resamples an attention map to pixels.
 *
 * A cell's value stands at the cell's centre, so the map lies on the photo without the shift of half a cell that
 * scaling a small picture by its corners gives. Separable; beyond the outermost centres the edge cells go on.
 *
 * @param map - `[rows * columns]` row-major, >= 0. Read only.
 * @param grid - Number of rows and columns, integers >= 1.
 * @param width - Pixels of the result, integer >= 1.
 * @param height - Pixels of the result, integer >= 1.
 * @param options - Method and, for `gaussian`, its width.
 * @param crop - The part of the photo that the result shows; all of it by default.
 * @returns New `float32`, `[height * width]` row-major, >= 0, on the scale of the map (it no longer sums to 1).
 * @throws RangeError if the map does not have rows * columns values.
 * @example
 * const pixels = upsampleMap(token.attention, caption.grid, 320, 240);
 */
export function upsampleMap(
  map: ArrayLike<number>,
  grid: { rows: number; columns: number },
  width: number,
  height: number,
  options: UpsampleOptions = {},
  crop: FractionBox = { x: 0, y: 0, width: 1, height: 1 },
): Float32Array {
  const { rows, columns } = grid;
  if (map.length !== rows * columns) {
    throw new RangeError(`The map has ${map.length} values, but the grid ${rows} x ${columns} = ${rows * columns}.`);
  }
  const across = axisWeights(columns, width, crop.x, crop.width, options); // [width, columns]
  const down = axisWeights(rows, height, crop.y, crop.height, options); // [height, rows]
  const wide = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        sum += across[x * columns + column]! * map[row * columns + column]!;
      }
      wide[row * width + x] = sum;
    }
  }
  const pixels = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    const line = pixels.subarray(y * width, (y + 1) * width);
    for (let row = 0; row < rows; row++) {
      const weight = down[y * rows + row]!;
      if (weight === 0) continue;
      for (let x = 0; x < width; x++) line[x]! += weight * wide[row * width + x]!;
    }
    for (let x = 0; x < width; x++) if (line[x]! < 0) line[x] = 0;
  }
  return pixels;
}

/** Weights of the cells for every pixel of one axis, `[size, cells]`; each row sums to 1. */
function axisWeights(
  cells: number,
  size: number,
  start: number,
  length: number,
  options: UpsampleOptions,
): Float32Array {
  const weights = new Float32Array(size * cells);
  const sigma = options.sigma ?? 0.6;
  for (let pixel = 0; pixel < size; pixel++) {
    const at = (start + ((pixel + 0.5) / size) * length) * cells - 0.5; // in cells, 0 = centre of the first
    const row = weights.subarray(pixel * cells, (pixel + 1) * cells);
    if (options.method === 'bicubic') addCubic(row, at);
    else addGaussian(row, Math.min(Math.max(at, 0), cells - 1), sigma);
  }
  return weights;
}

function addGaussian(row: Float32Array, at: number, sigma: number): void {
  let sum = 0;
  for (let cell = 0; cell < row.length; cell++) {
    const distance = (cell - at) / sigma;
    sum += row[cell] = Math.exp(-0.5 * distance * distance);
  }
  for (let cell = 0; cell < row.length; cell++) row[cell]! /= sum;
}

function addCubic(row: Float32Array, at: number): void {
  const first = Math.floor(at) - 1;
  for (let tap = first; tap < first + 4; tap++) {
    const cell = Math.min(Math.max(tap, 0), row.length - 1);
    row[cell]! += keys(Math.abs(at - tap));
  }
}

/** Kernel of cubic convolution, a = -0.5. */
function keys(t: number): number {
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  if (t < 2) return ((-0.5 * t + 2.5) * t - 4) * t + 2;
  return 0;
}
