import { fillGumbel, type RandomUint32 } from '../numerics/random.ts';

/** Rows of noise that the step graph reads for each hypothesis, whether one place is drawn or two. */
export const NOISE_ROWS = 2;

/**
 * Noise of one step: hypothesis by hypothesis, within one sample by sample, place by place.
 *
 * @param randoms - A generator for each hypothesis; the same generator may stand for several.
 * @param places - Places of the grid.
 * @returns New `float32`, `[B, 2, places]`.
 */
export function hardNoise(randoms: readonly RandomUint32[], places: number): Float32Array {
  const rowLength = NOISE_ROWS * places;
  const noise = new Float32Array(randoms.length * rowLength);
  randoms.forEach((random, row) => {
    fillGumbel(noise.subarray(row * rowLength, (row + 1) * rowLength), random);
  });
  return noise;
}
