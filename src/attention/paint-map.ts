import { colorTable, type ColorMapName } from './color-map.ts';
import type { GridShape } from './grid-shape.ts';
import { upsampleMap, type FractionBox, type UpsampleOptions } from './upsample.ts';

/**
 * How a map is laid over the photo.
 *
 * `spotlight` darkens what was not looked at and leaves the photo's own colours where it was. The colour maps are a
 * veil in the colours of the map; `gray` is that of the figures of Xu et al. (2015). In all of them lighter = higher.
 */
export type AttentionStyle = 'spotlight' | ColorMapName;

/** Opens the darks of the spotlight, so that what was looked at a little is still seen. */
const SPOTLIGHT_GAMMA = 0.7;

/** What {@link paintMap} is told beside the map. */
export interface PaintOptions extends UpsampleOptions {
  style: AttentionStyle;
  /** 0 (photo alone) to 1 (map alone). */
  opacity: number;
  /** The map's value that is drawn lightest; the map's own highest value by default. */
  highest?: number | undefined;
}

/**
 * Paints an attention map as pixels to lay over the photo.
 *
 * @param map - `[rows * columns]` row-major, >= 0. Read only.
 * @param grid - Shape of the map.
 * @param width - Pixels, integer >= 1.
 * @param height - Pixels, integer >= 1.
 * @param options - See {@link PaintOptions}.
 * @param crop - Part of the photo that is shown; all by default.
 * @returns New `uint8`, `[height, width, 4]` RGBA, alpha not premultiplied.
 */
export function paintMap(
  map: ArrayLike<number>,
  grid: GridShape,
  width: number,
  height: number,
  options: PaintOptions,
  crop?: FractionBox,
): Uint8ClampedArray<ArrayBuffer> {
  const values = upsampleMap(map, grid, width, height, options, crop);
  const highest = options.highest ?? peakOf(map, grid, options);
  const scale = highest > 0 ? 1 / highest : 0;
  const pixels = new Uint8ClampedArray(width * height * 4);
  const table = options.style === 'spotlight' ? null : colorTable(options.style);
  for (let index = 0; index < values.length; index++) {
    const value = Math.min(1, values[index]! * scale);
    const at = index * 4;
    if (table) {
      const row = Math.round(value * 255) * 3;
      pixels[at] = table[row]!;
      pixels[at + 1] = table[row + 1]!;
      pixels[at + 2] = table[row + 2]!;
      pixels[at + 3] = Math.round(255 * options.opacity);
    } else {
      pixels[at] = 6;
      pixels[at + 1] = 8;
      pixels[at + 2] = 16;
      pixels[at + 3] = Math.round(255 * options.opacity * (1 - value ** SPOTLIGHT_GAMMA));
    }
  }
  return pixels;
}

/** Highest value of the whole map after upsampling, so that a crop is drawn on the scale of the whole. Odd: hits centres. */
function peakOf(map: ArrayLike<number>, grid: GridShape, options: UpsampleOptions): number {
  return upsampleMap(map, grid, grid.columns * 5, grid.rows * 5, options).reduce((a, b) => Math.max(a, b), 0);
}
