/** Adds up what has arrived of several files to one number from 0 to 1 that never falls. */
export class Progress {
  readonly #totalBytes: number;
  readonly #report: (fractionLoaded: number) => void;
  readonly #loaded = new Map<string, number>();
  #fraction = -1;

  /**
   * @param totalBytes - Of all files together, as the manifest states them; > 0.
   * @param report - Receives each number that is larger than the one before; 0 at once.
   */
  constructor(totalBytes: number, report: (fractionLoaded: number) => void) {
    this.#totalBytes = totalBytes;
    this.#report = report;
    this.#rise(0);
  }

  /**
   * @param name - Which file.
   * @param bytes - How much of it is there; may fall when a part turns out to be bad.
   */
  set(name: string, bytes: number): void {
    this.#loaded.set(name, bytes);
    let sum = 0;
    for (const loaded of this.#loaded.values()) sum += loaded;
    // The end is reported by done() alone, after the verification.
    this.#rise(Math.min(sum / this.#totalBytes, 1 - Number.EPSILON));
  }

  /** How much is there, from 0 to 1. */
  get fraction(): number {
    return this.#fraction;
  }

  /** Takes over what another tab says that it has downloaded of the same files. */
  follow(fraction: number): void {
    this.#rise(Math.min(fraction, 1 - Number.EPSILON));
  }

  done(): void {
    this.#rise(1);
  }

  #rise(fraction: number): void {
    // A percent at a time: a report is a message to the main thread.
    if (fraction !== 1 && fraction !== 0 && fraction - this.#fraction < 0.01) return;
    if (fraction <= this.#fraction) return;
    this.#fraction = fraction;
    this.#report(fraction);
  }
}
