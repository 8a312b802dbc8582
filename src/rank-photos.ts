import { anySignal } from './any-signal.ts';
import type { PhotoSource } from './photo-source.ts';
import { isSaccadeError } from './shared/errors/saccade-error.ts';
import type { AlignOptions } from './shared/options.ts';
import type { Alignment, Ranked } from './shared/results.ts';
import { bestFirst } from './subject-calls.ts';

/**
 * Aligns one text with each photo and sorts the photos by fit.
 *
 * @throws What the first photo that fails rejects with; an error of this package has its place in `details.index`.
 */
export async function rankPhotos<P extends PhotoSource>(
  photos: readonly P[],
  align: (photo: P, signal: AbortSignal) => Promise<Alignment>,
  options: AlignOptions | undefined,
): Promise<Ranked<P>[]> {
  const failed = new AbortController();
  const { signal, release } = anySignal([options?.signal, failed.signal]);
  const rankOne = async (item: P, index: number) => {
    try {
      return { item, index, score: (await align(item, signal)).fit };
    } catch (error) {
      // Those stopped because of it reject with the same error.
      if (isSaccadeError(error) && !failed.signal.aborted) Object.assign(error.details, { index });
      throw error;
    }
  };
  try {
    return bestFirst(await Promise.all(photos.map(rankOne)));
  } catch (error) {
    failed.abort(error); // the other photos need not be read any more
    throw error;
  } finally {
    release();
  }
}
