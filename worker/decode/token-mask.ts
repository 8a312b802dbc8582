/** Which tokens may be said next. */
export interface TokenMask {
  /** Tokens never said: padding, start, unknown, and what the caller suppressed. */
  banned: ReadonlySet<number>;
  /** The end token: not allowed as the first one, because a caption has a word. */
  end: number;
  /** No sequence of so many tokens occurs twice; 0 or absent switches it off. */
  noRepeatNgram?: number | undefined;
  /** No token follows itself, nor itself and one of these: `[and]` bars "red red" and "red and red". Absent: both may be. */
  noEchoAcross?: readonly number[] | undefined;
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
 * Tokens that would echo the one just said, or the one before it across a link.
 *
 * @param said - Tokens so far.
 * @param links - Tokens across which an echo is still heard.
 */
export function echoes(said: readonly number[], links: readonly number[]): number[] {
  const linked = links.includes(said.at(-1) ?? -1);
  return said.slice(linked ? -2 : -1);
}

/**
 * The question to ask of each candidate at one step of one hypothesis.
 *
 * @param mask - The call's mask.
 * @param said - Tokens so far.
 * @returns Whether a token may come next.
 */
export function allowedAfter(mask: TokenMask, said: readonly number[]): (token: number) => boolean {
  const { banned, end, noRepeatNgram, noEchoAcross } = mask;
  const repeating = new Set([
    ...(noRepeatNgram ? repeatingTokens(said, noRepeatNgram) : []),
    ...(noEchoAcross ? echoes(said, noEchoAcross) : []),
  ]);
  return (token) => !banned.has(token) && !(token === end && said.length === 0) && !repeating.has(token);
}
