import { contentWords, splitWords } from './words.ts';

/** Prepositions at which a caption can be cut without breaking its grammar. */
const CUT_BEFORE = new Set(
  'in on at with near through over under behind beside across along around into onto by against next while'.split(' '),
);

/**
 * Takes from a caption what the text beside the picture says already, phrase by phrase from the end.
 *
 * A phrase goes if all its content words stand in one nearby text. The first phrase, which names what is seen, goes
 * last, and with it the whole caption.
 *
 * @param caption - Lower-case caption.
 * @param nearby - Texts beside the picture: its `figcaption`, the heading above.
 * @returns What is left; empty if the nearby text says all of it.
 */
export function withoutRepetition(caption: string, nearby: readonly string[]): string {
  const said = nearby.map((text) => new Set(contentWords(text))).filter((words) => words.size > 0);
  const repeats = (text: string): boolean => said.some((words) => contentWords(text).every((word) => words.has(word)));
  if (said.length === 0 || contentWords(caption).length === 0) return caption;
  if (repeats(caption)) return '';
  const phrases = splitPhrases(caption);
  while (phrases.length > 1 && repeats(phrases.at(-1)!)) phrases.pop();
  return phrases.join('').trim();
}

function splitPhrases(caption: string): string[] {
  const phrases = [''];
  let previous = '';
  for (const piece of splitWords(caption)) {
    // "next to", "holding on to": a second preposition belongs to the first.
    const cut = piece.isWord && CUT_BEFORE.has(piece.text.toLowerCase()) && !CUT_BEFORE.has(previous);
    if (cut && phrases.at(-1) !== '') phrases.push('');
    phrases[phrases.length - 1] += piece.text;
    if (piece.isWord) previous = piece.text.toLowerCase();
  }
  return phrases;
}
