import type { CreateMonitor } from './shared/options.ts';

/**
 * Turns the fractions that workers report into the one number of `downloadprogress`: it begins at 0, never falls,
 * never passes 1, and is 1 once everything is there, wherever it came from.
 */
export class DownloadProgress {
  readonly #target: CreateMonitor | null;
  #loaded = -1;

  /** @param monitor - The caller's function; called at once, so that it can listen from the start. */
  constructor(monitor: ((monitor: CreateMonitor) => void) | undefined) {
    this.#target = monitor ? (new EventTarget() as CreateMonitor) : null;
    if (this.#target) monitor?.(this.#target);
    this.report(0);
  }

  /** @param fraction - Of everything to download, 0 to 1. */
  report(fraction: number): void {
    const loaded = Math.min(1, Math.max(fraction, this.#loaded));
    if (!this.#target || !(loaded > this.#loaded)) return;
    this.#loaded = loaded;
    this.#target.dispatchEvent(new ProgressEvent('downloadprogress', { lengthComputable: true, loaded, total: 1 }));
  }
}
