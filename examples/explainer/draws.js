/**
 * Draws a place with the map as the odds (Gumbel-max: the highest of log share plus Gumbel noise).
 *
 * @param {Float32Array} map - Sums to 1.
 * @param {number[]} noise - One Gumbel number a place.
 * @returns {number} Index of the place.
 */
export function drawPlace(map, noise = map.reduce((list) => (list.push(gumbel()), list), [])) {
  let best = 0;
  for (let place = 1; place < map.length; place++) {
    if (Math.log(map[place]) + noise[place] > Math.log(map[best]) + noise[best]) best = place;
  }
  return best;
}

/** Standard Gumbel noise, as many numbers as there are places. */
export const gumbelNoise = (places) => Array.from({ length: places }, gumbel);

const gumbel = () => -Math.log(-Math.log(Math.random() || Number.MIN_VALUE));

/** Counts of draws, and how far their shares are from the map. */
export class Tally {
  #map;
  counts;
  total = 0;
  last = -1;
  /** [draws, distance] after every draw that was charted. */
  history = [];

  constructor(map) {
    this.#map = map;
    this.counts = new Float32Array(map.length);
  }

  draw(times) {
    for (let time = 0; time < times; time++) {
      this.last = drawPlace(this.#map);
      this.counts[this.last] += 1;
      this.total += 1;
      if (times < 50 || this.total % Math.ceil(times / 50) === 0) this.history.push([this.total, this.distance]);
    }
  }

  /** Total variation: half the sum of the differences, 0 if the counts are the map, 1 if they share nothing. */
  get distance() {
    let sum = 0;
    for (let place = 0; place < this.#map.length; place++) {
      sum += Math.abs(this.counts[place] / Math.max(1, this.total) - this.#map[place]);
    }
    return sum / 2;
  }
}

/**
 * REINFORCE estimate of how the log-probability of the word changes with the score of each place (Williams 1992; Xu et
 * al. 2015, equation 12), with the mean of the draws as baseline.
 *
 * @param {{ place: number, map: Float32Array, logProb: number }[]} draws
 * @returns {{ mean: Float32Array, error: number }} Estimate for every place, and the mean standard error of one place.
 */
export function reinforce(draws) {
  const places = draws[0].map.length;
  const usual = draws.reduce((sum, { logProb }) => sum + logProb, 0) / draws.length;
  const mean = new Float32Array(places);
  const squares = new Float32Array(places);
  for (const { place, map, logProb } of draws) {
    for (let at = 0; at < places; at++) {
      const term = (logProb - usual) * ((at === place ? 1 : 0) - map[at]);
      mean[at] += term / draws.length;
      squares[at] += (term * term) / draws.length;
    }
  }
  let error = 0;
  for (let at = 0; at < places; at++) {
    error += Math.sqrt(Math.max(0, squares[at] - mean[at] ** 2) / draws.length) / places;
  }
  return { mean, error };
}
