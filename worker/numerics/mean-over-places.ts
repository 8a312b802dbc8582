/**
 * Mean feature vector of a grid.
 *
 * @param values - `float32`, `[places, size]`. Read only.
 * @param places - Integer >= 1.
 * @param size - Length of a vector.
 * @returns New `float32`, `[size]`.
 */
export function meanOverPlaces(values: Float32Array, places: number, size: number): Float32Array {
  const sums = new Float64Array(size);
  for (let place = 0; place < places; place++) {
    for (let i = 0; i < size; i++) sums[i]! += values[place * size + i]!;
  }
  return Float32Array.from(sums, (sum) => sum / places);
}
