import { readFileSync, writeFileSync } from 'node:fs';

/** How far a run has got, by the name of what is tried; kept in a file if one is named, so that a later run goes on. */
export class FuzzProgress {
  #file;
  #setup;
  #kinds = {};

  /**
   * @param {string | undefined} file
   * @param {Record<string, string>} setup - Seed and numbers; a file of another set-up is refused.
   */
  constructor(file, setup) {
    this.#file = file;
    this.#setup = setup;
    const kept = file && read(file);
    if (!kept) return;
    if (JSON.stringify(kept.setup) !== JSON.stringify(setup)) {
      throw new Error(`${file} is of another run: ${JSON.stringify(kept.setup)}. Delete it or name another one.`);
    }
    this.#kinds = kept.kinds;
  }

  /** Number of trials that are done, by name. */
  get from() {
    return Object.fromEntries(Object.entries(this.#kinds).map(([name, { next }]) => [name, next]));
  }

  /** Adds what a block of trials gave. Gives back the sums for that kind. */
  add({ name, count, next, outcomes, slowest, failures }) {
    const before = this.#kinds[name] ?? { outcomes: {}, slowest: 0, failures: [] };
    const sums = { ...before.outcomes };
    for (const [outcome, n] of Object.entries(outcomes)) sums[outcome] = (sums[outcome] ?? 0) + n;
    const kind = {
      count,
      next,
      outcomes: sums,
      slowest: Math.max(before.slowest, slowest),
      failures: [...before.failures, ...failures],
    };
    this.#kinds[name] = kind;
    if (this.#file) writeFileSync(this.#file, JSON.stringify({ setup: this.#setup, kinds: this.#kinds }, null, 1));
    return kind;
  }

  /** Each kind with what it gave so far. */
  get kinds() {
    return Object.entries(this.#kinds).map(([name, kind]) => ({ name, ...kind }));
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
