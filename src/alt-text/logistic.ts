/**
 * The logistic function.
 *
 * @param logit - Any number; NaN stays NaN.
 * @returns `1 / (1 + exp(-logit))`, 0 to 1.
 */
export function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
