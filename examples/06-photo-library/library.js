import { fromJSON, sharedCaptioner, toJSON } from 'saccade';

/** Under this name the caption of a file is kept, so that nothing is captioned twice. */
const keyOf = ({ name, size, lastModified }) => `saccade:${name}:${size}:${lastModified}`;

/**
 * Captions files one after the other in the background. Dispatches `captioned` (`detail`: file, caption or error) and
 * `state`. A pause ends the photo that is being read; `resume` takes it up again.
 */
export class Library extends EventTarget {
  #waiting = [];
  #stop = null;
  done = 0;
  total = 0;

  get running() {
    return this.#stop !== null;
  }

  /** @param {Iterable<File>} files */
  add(files) {
    const added = [...files];
    this.#waiting.push(...added);
    this.total += added.length;
    void this.resume();
  }

  pause() {
    this.#stop?.abort();
  }

  async resume() {
    if (this.running) return;
    const { signal } = (this.#stop = new AbortController());
    this.#tell('state');
    while (this.#waiting.length > 0 && !signal.aborted) {
      const file = this.#waiting[0];
      const result = await this.#caption(file, signal);
      if (!result) break;
      this.#waiting.shift();
      this.done += 1;
      this.#tell('captioned', { file, ...result });
    }
    this.#stop = null;
    this.#tell('state');
  }

  async #caption(file, signal) {
    const stored = localStorage.getItem(keyOf(file));
    if (stored) return { caption: fromJSON(stored) };
    try {
      const captioner = await sharedCaptioner();
      const caption = await captioner.caption(file, { signal });
      localStorage.setItem(keyOf(file), JSON.stringify(toJSON(caption)));
      return { caption };
    } catch (error) {
      return signal.aborted ? null : { error };
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
