import type { ConfidenceParameters } from '../shared/confidence-parameters.ts';
import { splitWords } from './words.ts';

/**
 * The name that a word counts as: listed words by the list, others without their plural `s`.
 *
 * @param word - Lower case.
 */
export function foldName(word: string, fold: Readonly<Record<string, string>>): string {
  const singular = word.endsWith('s') && word.length > 3 && !word.endsWith('ss') ? word.slice(0, -1) : word;
  return own(fold, singular) ?? own(fold, word) ?? singular;
}

/** The names among a text's words, each once, in order. */
export function namesIn(
  text: string,
  parameters: Pick<ConfidenceParameters, 'fold'>,
  names: ReadonlySet<string>,
): string[] {
  const words = splitWords(text.toLowerCase()).filter((piece) => piece.isWord);
  return [...new Set(words.map((word) => foldName(word.text, parameters.fold)))].filter((name) => names.has(name));
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
