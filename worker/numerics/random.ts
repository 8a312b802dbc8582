/** Returns the next draw, an integer from 0 to 4294967295. */
export type RandomUint32 = () => number;

/**
 * Mulberry32: a small generator with 32 bits of state, the same on every machine.
 *
 * @param seed - Integer 0 to 4294967295.
 * @returns A generator; two of the same seed draw the same numbers.
 * @remarks By Tommy Ettinger, public domain. The model's Python side has the same one.
 */
export function mulberry32(seed: number): RandomUint32 {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/**
 * Uniform draw strictly between 0 and 1, so that its logarithm is finite.
 *
 * @param random - Where the draw comes from; advanced by one.
 */
export function uniform(random: RandomUint32): number {
  return (random() + 0.5) / 4294967296;
}

/**
 * Fills an array with standard Gumbel noise, `-log(-log U)`: the argmax of log-probabilities plus this noise is a
 * sample of the distribution (Gumbel-max).
 *
 * @param target - `float32`, overwritten in order of the index.
 * @param random - Advanced by `target.length`.
 */
export function fillGumbel(target: Float32Array, random: RandomUint32): void {
  for (let i = 0; i < target.length; i++) target[i] = -Math.log(-Math.log(uniform(random)));
}
