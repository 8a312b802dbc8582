/** Prints a row for each fault as it is done with, and the closing line. */
export class Table {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #kinds = new Map();

  /**
   * @param {object} row
   * @param {string} row.engine - Browser.
   * @param {string} row.group - What the row is counted under: picture, call, network, life.
   * @param {string} row.name - The fault or bad input.
   * @param {string} row.gives - What it must give.
   * @param {boolean} row.passed
   * @param {string} [row.error] - What it gave instead.
   * @param {string | null} [row.skipped] - Why it shows nothing here.
   * @param {number} row.ms
   */
  add({ engine, group, name, gives, passed, error, skipped, ms }) {
    const verdict = passed ? (skipped ? 'left out' : 'ok') : 'NOT OK';
    if (!passed) this.#failed += 1;
    else if (skipped) this.#skipped += 1;
    else this.#passed += 1;
    if (passed && !skipped) this.#kinds.set(`${engine} ${group}`, (this.#kinds.get(`${engine} ${group}`) ?? 0) + 1);
    const seconds = `${(ms / 1000).toFixed(1)} s`.padStart(7);
    console.log(
      `${verdict.padEnd(8)} ${seconds}  ${engine.padEnd(8)} ${group.padEnd(7)}  ${name} -> ${skipped ?? gives}`,
    );
    if (!passed) console.log(`${' '.repeat(19)}${error}`);
  }

  /** Prints the totals and sets the exit code. */
  close() {
    console.log(`\n${[...this.#kinds].map(([kind, count]) => `${kind}: ${count}`).join(', ')}`);
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
    console.log(`${this.#passed} passed, ${this.#failed} failed${skipped}`);
    process.exitCode = this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }
}
