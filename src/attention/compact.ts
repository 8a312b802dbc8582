import type { Caption, CaptionCandidate, CaptionToken } from '../shared/results.ts';
import { InvalidInputError } from '../shared/errors/invalid-input-error.ts';

/** A token with its map in 8 bits. */
export interface CompactToken extends Omit<CaptionToken, 'attention'> {
  /** Base64 of `uint8`, `[rows * columns]`: round(255 * attention / the map's highest value). */
  map: string;
}

/** A candidate with maps in 8 bits. */
export interface CompactCandidate extends Omit<CaptionCandidate, 'tokens'> {
  tokens: CompactToken[];
}

/** What {@link toJSON} gives: plain data for `JSON.stringify`, about 300 bytes a word with a grid of 14 x 14. */
export interface CompactCaption extends Omit<Caption, 'tokens' | 'candidates'> {
  format: 'saccade-caption';
  formatVersion: 1;
  tokens: CompactToken[];
  /** All but the first, which is the caption itself. */
  candidates: CompactCandidate[];
}

/**
 * Turns a caption into compact plain data to store and reopen.
 *
 * Maps are kept in 8 bits, scaled to each map's highest value; the error of a cell is at most 1/500 of that value.
 *
 * @param caption - What `caption` resolved with. Read only.
 * @returns New data, safe for `JSON.stringify` and structured cloning.
 * @example
 * localStorage.setItem(photoId, JSON.stringify(toJSON(caption)));
 */
export function toJSON(caption: Caption): CompactCaption {
  const { tokens, candidates, ...rest } = caption;
  return {
    format: 'saccade-caption',
    formatVersion: 1,
    ...rest,
    tokens: tokens.map(packToken),
    candidates: candidates.slice(1).map((candidate) => ({ ...candidate, tokens: candidate.tokens.map(packToken) })),
  };
}

/**
 * Reopens what {@link toJSON} gave.
 *
 * @param json - The data, or its text.
 * @returns A caption whose maps are `float32` and sum to 1 again.
 * @throws {@link InvalidInputError} `bad-option` if it is not such data.
 */
export function fromJSON(json: CompactCaption | string): Caption {
  const { format, formatVersion, tokens, candidates, ...rest } = typeof json === 'string' ? parse(json) : json;
  if (format !== 'saccade-caption' || formatVersion !== 1) {
    throw new InvalidInputError('bad-option', 'This is not a stored caption of format version 1.', {
      details: { format: format ?? null, formatVersion: formatVersion ?? null },
      remedy: 'Hand over what toJSON gave.',
    });
  }
  const places = rest.grid.rows * rest.grid.columns;
  const unpacked = tokens.map((token) => unpackToken(token, places));
  const { text, logProb, score, complete } = rest;
  return {
    ...rest,
    tokens: unpacked,
    candidates: [
      { text, tokens: unpacked, logProb, score, complete },
      ...candidates.map((other) => ({ ...other, tokens: other.tokens.map((token) => unpackToken(token, places)) })),
    ],
  };
}

function packToken({ attention, ...token }: CaptionToken): CompactToken {
  let highest = 0;
  for (const value of attention) highest = Math.max(highest, value);
  let bytes = '';
  for (const value of attention) bytes += String.fromCharCode(highest > 0 ? Math.round((255 * value) / highest) : 0);
  return { ...token, map: btoa(bytes) };
}

function unpackToken({ map, ...token }: CompactToken, places: number): CaptionToken {
  const bytes = atob(map);
  if (bytes.length !== places) {
    throw new InvalidInputError('bad-option', `A stored map has ${bytes.length} values, but the grid ${places}.`, {
      details: { values: bytes.length, places },
      remedy: 'Hand over what toJSON gave, unchanged.',
    });
  }
  const attention = Float32Array.from(bytes, (byte) => byte.charCodeAt(0));
  const sum = attention.reduce((total, value) => total + value, 0);
  if (sum > 0) for (let place = 0; place < places; place++) attention[place]! /= sum;
  return { ...token, attention };
}

function parse(text: string): CompactCaption {
  try {
    return JSON.parse(text) as CompactCaption;
  } catch (cause) {
    throw new InvalidInputError('bad-option', 'A stored caption is not JSON.', {
      cause,
      remedy: 'Hand over what JSON.stringify(toJSON(caption)) gave.',
    });
  }
}
