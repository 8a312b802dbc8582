import { Captioner } from 'saccade';

let loading = null;

/**
 * The page's captioner, loaded on first use; a failed load is tried again by the next call.
 *
 * @param {(fraction: number) => void} onProgress
 * @returns {Promise<import('saccade').Captioner>}
 */
export function captionerFor(onProgress) {
  loading ??= Captioner.create({
    monitor: (monitor) => monitor.addEventListener('downloadprogress', (event) => onProgress(event.loaded)),
  }).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** Keeps one photo encoded, so that another way of reading it costs the decoder alone. */
export class Sitting {
  #photo = null;
  #view = null;
  #running = new AbortController();

  /**
   * Captions a photo, or the last one again if `photo` is null. A call that is still running is ended first.
   *
   * @param {Blob | null} photo
   * @param {import('saccade').CaptionOptions} options
   * @param {{ onProgress: (fraction: number) => void, onToken: (token: import('saccade').CaptionToken) => void }} hear
   * @returns {Promise<{ caption: import('saccade').Caption, lookMs: number } | null>} Null if a later call took over;
   * `lookMs` is 0 if the photo was encoded before.
   */
  async caption(photo, options, { onProgress, onToken }) {
    this.#running.abort();
    const { signal } = (this.#running = new AbortController());
    if (photo) {
      this.#view?.dispose();
      this.#view = null;
      this.#photo = photo;
    }
    try {
      const captioner = await captionerFor(onProgress);
      signal.throwIfAborted();
      let lookMs = 0;
      if (!this.#view) {
        const started = performance.now();
        this.#view = await captioner.look(this.#photo, { signal });
        lookMs = performance.now() - started;
      }
      const stream = this.#view.captionStreaming({ ...options, signal });
      for await (const token of stream) onToken(token);
      return { caption: await stream.result, lookMs };
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }
}
