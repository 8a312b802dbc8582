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
  #view = null;
  #running = new AbortController();

  /**
   * Captions a photo, or the last one again if `photo` is null. A call that is still running is ended first.
   *
   * @param {Blob | null} photo
   * @param {import('saccade').CaptionOptions} options
   * @param {{ onProgress: (fraction: number) => void, onToken: (token: import('saccade').CaptionToken) => void }} hear
   * @returns {Promise<import('saccade').Caption | null>} Null if a later call took over.
   */
  async caption(photo, options, { onProgress, onToken }) {
    this.#running.abort();
    const { signal } = (this.#running = new AbortController());
    try {
      const captioner = await captionerFor(onProgress);
      if (signal.aborted) return null;
      if (photo) {
        this.#view?.destroy();
        this.#view = null;
        const view = await captioner.look(photo, { signal });
        this.#view = view;
      }
      const stream = captioner.captionStreaming(this.#view, { ...options, signal });
      for await (const token of stream) if (!signal.aborted) onToken(token);
      const caption = await stream.result;
      return signal.aborted ? null : caption;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }
}
