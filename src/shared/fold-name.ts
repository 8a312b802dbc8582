/**
 * The name that a word counts as: listed words by the list, others without their plural `s`.
 *
 * @param word - Lower case.
 * @param fold - `ConfidenceParameters.fold`.
 */
export function foldName(word: string, fold: Readonly<Record<string, string>>): string {
  const singular = word.endsWith('s') && word.length > 3 && !word.endsWith('ss') ? word.slice(0, -1) : word;
  return own(fold, singular) ?? own(fold, word) ?? singular;
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
