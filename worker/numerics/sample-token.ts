/**
 * Draws an index from log-probabilities sharpened or flattened by a temperature: `p ** (1 / temperature)`, normalised.
 *
 * @param logProbs - Natural logarithms, `-Infinity` for what must not be drawn; need not be normalised. Length >= 1.
 * @param temperature - > 0; below 1 sharpens.
 * @param u - Uniform draw, 0 < u < 1.
 * @returns An index into `logProbs`, never one at `-Infinity`; -1 if all are.
 */
export function sampleIndex(logProbs: ArrayLike<number>, temperature: number, u: number): number {
  let highest = -Infinity;
  for (let i = 0; i < logProbs.length; i++) highest = Math.max(highest, logProbs[i]!);
  if (highest === -Infinity) return -1;
  let total = 0;
  for (let i = 0; i < logProbs.length; i++) total += Math.exp((logProbs[i]! - highest) / temperature);
  let left = u * total;
  let last = -1;
  for (let i = 0; i < logProbs.length; i++) {
    const weight = Math.exp((logProbs[i]! - highest) / temperature);
    if (weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) return i;
  }
  return last;
}
