import type { CaptionToken, Grid } from '../shared/results.ts';
import { groundingOf } from './grounding.ts';
import { regions, type AttentionRegion, type RegionOptions } from './regions.ts';

/** Where a word or a phrase of a caption was seen. */
export interface Location {
  /** The words as the caption has them. */
  text: string;
  /** Index of the first token. */
  start: number;
  /** Index after the last token. */
  end: number;
  /** `float32`, `[rows * columns]`, sums to 1: see {@link phraseAttention}. */
  attention: Float32Array;
  /** Heaviest first. */
  regions: AttentionRegion[];
}

/**
 * The map of several words together.
 *
 * Mean of the maps of the words that look at something (see {@link groundingOf}); of all of them if none does. The mean
 * of distributions is a distribution, so entropy and regions of it mean the same as for one word.
 *
 * @param tokens - Tokens of one caption, at least one, maps of equal length. Read only.
 * @returns New `float32`, `[rows * columns]`, sums to 1.
 * @throws RangeError if there is no token.
 */
export function phraseAttention(tokens: readonly Pick<CaptionToken, 'text' | 'attention'>[]): Float32Array {
  if (tokens.length === 0) throw new RangeError('A phrase needs at least one token.');
  const looking = tokens.filter((token) => groundingOf(token).grounded);
  const used = looking.length > 0 ? looking : tokens;
  const mean = new Float32Array(used[0]!.attention.length);
  for (const { attention } of used) {
    for (let place = 0; place < mean.length; place++) mean[place]! += attention[place]! / used.length;
  }
  return mean;
}

/**
 * Finds a word or a phrase in a caption and says where on the photo it was seen.
 *
 * Words are compared whole and without regard to case; punctuation in the phrase is ignored.
 *
 * @param result - What `caption` or `align` gave.
 * @param phrase - `dog`, or `a brown dog`.
 * @param options - Threshold of the regions.
 * @returns One entry for each place of the caption where the phrase stands, in order; empty if nowhere.
 * @example
 * const [dog] = locate(caption, 'dog');
 * dog?.regions[0]; // { x: 0.5, y: 0.43, width: 0.29, height: 0.36, mass: 0.71, ... }
 */
export function locate(
  result: { tokens: readonly Pick<CaptionToken, 'text' | 'attention'>[]; grid: Pick<Grid, 'rows' | 'columns'> },
  phrase: string,
  options: RegionOptions = {},
): Location[] {
  const wanted = phrase.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? [];
  if (wanted.length === 0) return [];
  const words = result.tokens.map((token) => token.text.trim().toLowerCase());
  const found: Location[] = [];
  for (let start = 0; start + wanted.length <= words.length; start++) {
    if (!wanted.every((word, index) => words[start + index] === word)) continue;
    const end = start + wanted.length;
    const tokens = result.tokens.slice(start, end);
    const attention = phraseAttention(tokens);
    const text = tokens
      .map((token) => token.text)
      .join('')
      .trim();
    found.push({ text, start, end, attention, regions: regions({ attention }, result.grid, options) });
  }
  return found;
}
