/** Which tokens may be said next. */
export interface TokenMask {
  /** Tokens never said: padding, start, unknown, and what the caller suppressed. */
  banned: ReadonlySet<number>;
  /** The end token: not allowed as the first one, because a caption has a word. */
  end: number;
  /** No sequence of so many tokens occurs twice; 0 or absent switches it off. */
  noRepeatNgram?: number;
  /** Taken off each token's log-probability when tokens are ranked: `float32`, `[vocabulary]`, each >= 0. */
  reluctance?: Float32Array | null;
}

/**
 * Tokens that would repeat an n-gram of what was said.
 *
 * @param said - Tokens so far.
 * @param n - Length of the n-gram, integer >= 1.
 */
export function repeatingTokens(said: readonly number[], n: number): Set<number> {
  const repeating = new Set<number>();
  const tail = said.slice(said.length - (n - 1));
  if (tail.length < n - 1) return repeating;
  for (let i = 0; i + n <= said.length; i++) {
    if (tail.every((token, k) => said[i + k] === token)) repeating.add(said[i + n - 1]!);
  }
  return repeating;
}

/**
 * The question to ask of each candidate at one step of one hypothesis.
 *
 * @param mask - The call's mask.
 * @param said - Tokens so far.
 * @returns Whether a token may come next.
 */
export function allowedAfter(mask: TokenMask, said: readonly number[]): (token: number) => boolean {
  const repeating = mask.noRepeatNgram ? repeatingTokens(said, mask.noRepeatNgram) : null;
  return (token) =>
    !mask.banned.has(token) && !(token === mask.end && said.length === 0) && !(repeating?.has(token) ?? false);
}
