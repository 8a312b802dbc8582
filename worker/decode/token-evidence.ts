import { NOISE_ROWS } from './hard-noise.ts';
import type { StepResult } from './step-function.ts';
import type { DecodedToken, HardAttention } from './decoder-model.ts';

/** Where the model looked at one step. */
export type Evidence = Omit<DecodedToken, 'id' | 'logProb'>;

/**
 * Takes from a step what one hypothesis looked at.
 *
 * @param result - Result of the step.
 * @param row - Which hypothesis.
 * @param places - Places of the grid.
 * @param hard - Hard attention, or null.
 * @returns Copies; nothing keeps `result` alive.
 */
export function tokenEvidence(result: StepResult, row: number, places: number, hard: HardAttention | null): Evidence {
  const attention = result.attention.slice(row * places, (row + 1) * places);
  if (hard === null) return { attention };
  const samples = Array.from(result.places.subarray(row * NOISE_ROWS, row * NOISE_ROWS + hard.samples));
  // Draws are independent and with replacement, so their log-probabilities add up.
  const samplesLogProb = samples.reduce((sum, place) => sum + Math.log(attention[place]!), 0);
  return { attention, samples, samplesLogProb };
}
