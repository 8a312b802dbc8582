/** How a grid of attention is turned into a smooth picture. */
export type UpsampleMethod = 'gaussian' | 'bicubic';

/** Options of {@link upsampleMap}. */
export interface UpsampleOptions {
  /**
   * `bicubic`: cubic convolution with a = -0.5 (Catmull-Rom, Keys 1981) through the centres of the cells, cut where it
   * would leave the range between two neighbours; so it never overshoots, and the brightest pixel lies in the highest
   * cell. `gaussian`: every pixel is the average of the cells, weighted by a Gaussian of their distance: smoother, and
   * what the figures of Xu et al. (2015) look like. @default 'bicubic'
   */
  method?: UpsampleMethod;
  /**
   * For `gaussian`: standard deviation in cells, > 0. Xu et al. (2015) use 20 pixels at 16 pixels a cell, that is 1.25.
   * @default 0.8
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
  const method = options.method === 'gaussian' ? gaussian(options.sigma ?? 0.8) : cubic;
  const wide = new Float32Array(rows * width);
  const line = new Float32Array(columns);
  const across = positions(columns, width, crop.x, crop.width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) line[column] = map[row * columns + column]!;
    across.forEach((at, x) => (wide[row * width + x] = method(line, at)));
  }
  const pixels = new Float32Array(height * width);
  const stack = new Float32Array(rows);
  const down = positions(rows, height, crop.y, crop.height);
  for (let x = 0; x < width; x++) {
    for (let row = 0; row < rows; row++) stack[row] = wide[row * width + x]!;
    down.forEach((at, y) => (pixels[y * width + x] = method(stack, at)));
  }
  return pixels;
}

/** Where the pixels of one axis lie, in cells: 0 is the centre of the first, `cells - 1` that of the last. */
function positions(cells: number, size: number, start: number, length: number): Float32Array {
  return Float32Array.from({ length: size }, (_, pixel) => {
    const at = (start + ((pixel + 0.5) / size) * length) * cells - 0.5;
    return Math.min(Math.max(at, 0), cells - 1);
  });
}

/** Value of a line of cells at a place between them. */
type Interpolate = (line: Float32Array, at: number) => number;

function gaussian(sigma: number): Interpolate {
  return (line, at) => {
    let [sum, weights] = [0, 0];
    for (let cell = 0; cell < line.length; cell++) {
      const distance = (cell - at) / sigma;
      const weight = Math.exp(-0.5 * distance * distance);
      sum += weight * line[cell]!;
      weights += weight;
    }
    return sum / weights;
  };
}

const cubic: Interpolate = (line, at) => {
  const cell = Math.min(Math.floor(at), Math.max(0, line.length - 2));
  const t = at - cell;
  const left = line[cell]!;
  const right = line[Math.min(cell + 1, line.length - 1)]!;
  const before = line[Math.max(cell - 1, 0)]!;
  const after = line[Math.min(cell + 2, line.length - 1)]!;
  const slope = (right - before) / 2;
  const bend = before - 2.5 * left + 2 * right - 0.5 * after;
  const twist = (after - before) / 2 + 1.5 * (left - right);
  const value = ((twist * t + bend) * t + slope) * t + left;
  return Math.min(Math.max(value, Math.min(left, right)), Math.max(left, right));
};
