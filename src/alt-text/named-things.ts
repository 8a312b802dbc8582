import type { ConfidenceParameters } from '../shared/confidence-parameters.ts';
import { foldName } from '../shared/fold-name.ts';
import { splitWords } from './words.ts';

/** The names among a text's words, each once, in order. */
export function namesIn(
  text: string,
  parameters: Pick<ConfidenceParameters, 'fold'>,
  names: ReadonlySet<string>,
): string[] {
  const words = splitWords(text.toLowerCase()).filter((piece) => piece.isWord);
  return [...new Set(words.map((word) => foldName(word.text, parameters.fold)))].filter((name) => names.has(name));
}
