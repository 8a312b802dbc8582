import type { DecodedCaption, DecodedToken } from './decoder-model.ts';

/** A beginning of a caption in beam search: a token and what came before it. Beginnings share their common part. */
export interface Hypothesis {
  token: DecodedToken;
  parent: Hypothesis | null;
  /** Tokens up to and including this one. */
  length: number;
  /** Sum of the log-probabilities. */
  logProb: number;
}

/** The hypotheses from the first token to this one. */
export function lineage(hypothesis: Hypothesis | null): Hypothesis[] {
  const line: Hypothesis[] = [];
  for (let at = hypothesis; at !== null; at = at.parent) line.push(at);
  return line.reverse();
}

/** Token indices from the first to this one. */
export function saidTokens(hypothesis: Hypothesis | null): number[] {
  return lineage(hypothesis).map((h) => h.token.id);
}

/**
 * What all of several hypotheses begin with, the very same steps and not only the same words.
 *
 * @param hypotheses - Null stands for a caption without a token.
 * @returns The shared part, from the first token on.
 */
export function commonPrefix(hypotheses: readonly (Hypothesis | null)[]): Hypothesis[] {
  const [first, ...others] = hypotheses.map(lineage);
  if (first === undefined) return [];
  let shared = 0;
  while (shared < first.length && others.every((line) => line[shared] === first[shared])) shared++;
  return first.slice(0, shared);
}

/** A hypothesis that has said the end, or was cut. */
export interface EndedHypothesis {
  last: Hypothesis | null;
  logProb: number;
  score: number;
  complete: boolean;
}

/** Spells an ended hypothesis out. */
export function toCaption({ last, logProb, score, complete }: EndedHypothesis): DecodedCaption {
  return { tokens: lineage(last).map((h) => h.token), logProb, score, complete };
}
