/** Random numbers that a seed determines (mulberry32), and choices made with them. */
export class Random {
  #state;

  /** @param seed - Integer, 32 bits of it count. */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** 0 <= x < 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Integer, 0 <= n < limit. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  pick(values) {
    return values[this.below(values.length)];
  }

  chance(probability) {
    return this.next() < probability;
  }
}
