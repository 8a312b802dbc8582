import type { Guess } from './neutral-lexicon.ts';
import { splitWords } from './words.ts';

/** Why a stretch of text was changed; `grammar` where it only follows another change. */
export type ChangeCause = Guess | 'grammar';

/** A stretch of the original text and what stands in its place. The `original`s concatenate to the original text. */
export interface Segment {
  original: string;
  text: string;
  isWord: boolean;
  cause: ChangeCause | null;
}

/** One segment for each word and each separator of a text. */
export function toSegments(text: string): Segment[] {
  return splitWords(text).map((piece) => ({
    original: piece.text,
    text: piece.text,
    isWord: piece.isWord,
    cause: null,
  }));
}

/** Puts another word in a segment's place, in the case of the word that stood there. */
export function rewrite(segment: Segment, text: string, cause: ChangeCause): void {
  if (segment.text === text) return;
  segment.text = /^\p{Lu}/u.test(segment.text) ? capitalised(text) : text;
  segment.cause ??= cause;
}

/** Empties a word and the separator after it; a capital moves on to the next word. */
export function drop(segments: Segment[], index: number, cause: ChangeCause): void {
  const segment = segments[index]!;
  const next = nextWord(segments, index);
  if (/^\p{Lu}/u.test(segment.text) && next >= 0) {
    segments[next]!.text = capitalised(segments[next]!.text);
    segments[next]!.cause ??= 'grammar';
  }
  for (const gone of [segment, segments[index + 1]]) {
    if (!gone || (gone !== segment && gone.isWord)) continue;
    gone.text = '';
    gone.cause ??= cause;
  }
}

/** Index of the next word that is still there, or -1. With `adjacent`, only across blanks. */
export function nextWord(segments: readonly Segment[], index: number, adjacent = false): number {
  for (let i = index + 1; i < segments.length; i++) {
    const segment = segments[i]!;
    if (segment.isWord && segment.text !== '') return i;
    if (adjacent && !segment.isWord && /\S/.test(segment.text)) return -1;
  }
  return -1;
}

/** Index of the word before that is still there, or -1. With `adjacent`, only across blanks. */
export function previousWord(segments: readonly Segment[], index: number, adjacent = false): number {
  for (let i = index - 1; i >= 0; i--) {
    const segment = segments[i]!;
    if (segment.isWord && segment.text !== '') return i;
    if (adjacent && !segment.isWord && /[^\s,]/.test(segment.text)) return -1;
  }
  return -1;
}

/** Folds segments `from` to `to`, both included, into one that reads `text`. */
export function fold(segments: Segment[], from: number, to: number, text: string, cause: ChangeCause): void {
  const parts = segments.slice(from, to + 1);
  const first = parts.find((part) => part.text !== '')!;
  const folded = /^\p{Lu}/u.test(first.text) ? capitalised(text) : text;
  segments.splice(from, parts.length, {
    original: parts.map((part) => part.original).join(''),
    text: folded,
    isWord: true,
    cause,
  });
}

/** The word in lower case. */
export function lower(segments: readonly Segment[], index: number): string {
  return index < 0 ? '' : segments[index]!.text.toLowerCase();
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
