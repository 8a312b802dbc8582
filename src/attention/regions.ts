import { type GridShape, shapeOf } from './grid-shape.ts';
import type { FractionBox } from './upsample.ts';

/** Connected part of the photo that a word looked at. */
export interface AttentionRegion extends FractionBox {
  /** Share of the attention inside, 0 to 1. */
  mass: number;
  /** Share of the photo's area that its cells cover, 0 to 1. */
  area: number;
  /** Centre of the most attended cell, fractions of the photo. */
  peak: { x: number; y: number };
  /** Cells of the region, indices into the map, ascending. */
  cells: number[];
}

/** Options of {@link regions}. */
export interface RegionOptions {
  /** A cell belongs to a region if it has at least this share of the highest cell, > 0 to 1. @default 0.25 */
  threshold?: number;
}

/**
 * The connected regions that a word looked at, heaviest first.
 *
 * Cells above the threshold are joined where they share an edge. The heaviest region need not hold the highest cell.
 *
 * @param token - A token of a caption, or anything with a map. `attention`: `[rows * columns]`, >= 0. Read only.
 * @param grid - Shape of the map: `caption.grid`. Default: a square.
 * @param options - Threshold.
 * @returns At least one region for a map with any mass; none for a map of zeros.
 * @example
 * const [best] = regions(token);
 * best.x * caption.grid.photoWidth; // left edge in pixels of the photo
 */
export function regions(
  token: { attention: ArrayLike<number> },
  grid: GridShape = shapeOf(token.attention),
  options: RegionOptions = {},
): AttentionRegion[] {
  const { attention } = token;
  let highest = 0;
  for (let cell = 0; cell < attention.length; cell++) highest = Math.max(highest, attention[cell]!);
  if (highest === 0) return [];
  const least = highest * (options.threshold ?? 0.25);
  const seen = new Uint8Array(attention.length);
  const found: AttentionRegion[] = [];
  for (let cell = 0; cell < attention.length; cell++) {
    if (seen[cell] || attention[cell]! < least) continue;
    found.push(measure(flood(attention, grid, cell, least, seen), attention, grid));
  }
  return found.sort((a, b) => b.mass - a.mass);
}

/**
 * Share of the attention in the heaviest region: near 1 for a word that looked at one thing.
 *
 * @param token - As for {@link regions}.
 * @param grid - As for {@link regions}.
 * @param options - As for {@link regions}.
 * @returns 0 to 1.
 */
export function bestRegionMass(
  token: { attention: ArrayLike<number> },
  grid: GridShape = shapeOf(token.attention),
  options: RegionOptions = {},
): number {
  return regions(token, grid, options)[0]?.mass ?? 0;
}

function flood(map: ArrayLike<number>, grid: GridShape, from: number, least: number, seen: Uint8Array): number[] {
  const { rows, columns } = grid;
  const cells: number[] = [];
  const open = [from];
  seen[from] = 1;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    cells.push(cell);
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    const neighbours = [
      row > 0 ? cell - columns : -1,
      row < rows - 1 ? cell + columns : -1,
      column > 0 ? cell - 1 : -1,
      column < columns - 1 ? cell + 1 : -1,
    ];
    for (const next of neighbours) {
      if (next < 0 || seen[next] || map[next]! < least) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  return cells.sort((a, b) => a - b);
}

function measure(cells: number[], map: ArrayLike<number>, { rows, columns }: GridShape): AttentionRegion {
  let mass = 0;
  let peak = cells[0]!;
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (const cell of cells) {
    mass += map[cell]!;
    if (map[cell]! > map[peak]!) peak = cell;
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
  }
  return {
    x: left / columns,
    y: top / rows,
    width: (right - left) / columns,
    height: (bottom - top) / rows,
    mass,
    area: cells.length / (rows * columns),
    peak: { x: ((peak % columns) + 0.5) / columns, y: (Math.floor(peak / columns) + 0.5) / rows },
    cells,
  };
}
