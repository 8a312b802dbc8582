/** What is needed to know about a grid to read a map. The `grid` of a result will do. */
export interface GridShape {
  rows: number;
  columns: number;
}

/**
 * The square grid that a map of this length has, for callers who hand over a map alone.
 *
 * @param map - `[n * n]`.
 * @returns n rows and n columns.
 * @throws RangeError if the length is no square: then the grid has to be told.
 */
export function shapeOf(map: ArrayLike<number>): GridShape {
  const side = Math.round(Math.sqrt(map.length));
  if (side * side !== map.length || side === 0) {
    throw new RangeError(`A map of ${map.length} values is not square; hand over the grid of the result.`);
  }
  return { rows: side, columns: side };
}
