/** A word or what stands between two words. Concatenated, the pieces give the text back. */
export interface Piece {
  text: string;
  isWord: boolean;
}

const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

/**
 * Splits a text into words and the separators between them, losing nothing.
 *
 * @param text - Any text.
 * @returns Pieces in order; joined they equal `text`.
 */
export function splitWords(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), isWord: false });
    pieces.push({ text: match[0], isWord: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isWord: false });
  return pieces;
}

/**
 * The indefinite article that goes before a word, by its first sound.
 *
 * @param next - The word after the article.
 */
export function indefiniteArticle(next: string): 'a' | 'an' {
  const word = next.toLowerCase();
  if (/^(?:hour|honest|honou?r|heir)/.test(word)) return 'an';
  if (/^(?:uni(?!n|m)|use|usu|ute|eu|one\b|once|ukulele)/.test(word)) return 'a';
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

/** Words that carry no picture content: articles, prepositions, auxiliaries, pronouns. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the some of in on at by to from with into onto over under near next through across along around behind ' +
    'beside between against off up down out above below and or as while that which who is are was were be being ' +
    'been has have had do does did it its his her their they them he she him this these those there'
  ).split(' '),
);

/**
 * Content words of a text in a form that can be compared: lower case, plural `s` dropped.
 *
 * @param text - Any text.
 */
export function contentWords(text: string): string[] {
  return splitWords(text.toLowerCase())
    .filter((piece) => piece.isWord && !FUNCTION_WORDS.has(piece.text))
    .map(({ text: word }) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word));
}
