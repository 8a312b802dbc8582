import type { StepFunction, StepRequest, StepResult } from './step-function.ts';

/** A token that may come next. */
export interface NextToken {
  id: number;
  logProb: number;
  /** What it is ranked by: `logProb` less the reluctance to say it. */
  rank: number;
}

/**
 * Runs a step and takes for each hypothesis its best allowed tokens, best by `rank`.
 *
 * The graph's own top-k nearly always suffices. Where masks leave too few of it, the step is run again for the
 * log-probabilities of the whole vocabulary: a step gives the same result for the same request.
 *
 * @param step - The step graph.
 * @param request - What to run; `allLogProbs` is set here.
 * @param wanted - Tokens wanted for each hypothesis, integer >= 1; Infinity for all.
 * @param allowed - A question for each hypothesis.
 * @param reluctance - `TokenMask.reluctance`; a token beyond the graph's top-k is not looked for on its account.
 * @returns The step's result, and for each hypothesis up to `wanted` tokens, best first; fewer only where the
 *   vocabulary has no more.
 */
export async function nextTokens(
  step: StepFunction,
  request: Omit<StepRequest, 'allLogProbs'>,
  wanted: number,
  allowed: readonly ((token: number) => boolean)[],
  reluctance?: Float32Array | null,
): Promise<{ result: StepResult; next: NextToken[][] }> {
  const everything = wanted === Infinity;
  const ranked = (id: number, logProb: number): NextToken => ({ id, logProb, rank: logProb - (reluctance?.[id] ?? 0) });
  let result = await step({ ...request, allLogProbs: everything });
  if (!everything) {
    const next = allowed.map((isAllowed, row) => best(fromTop(result, row, allowed.length, isAllowed, ranked), wanted));
    if (next.every((tokens) => tokens.length >= wanted)) return { result, next };
    result = await step({ ...request, allLogProbs: true });
  }
  const next = allowed.map((isAllowed, row) => best(fromAll(result, row, allowed.length, isAllowed, ranked), wanted));
  return { result, next };
}

type Ranked = (id: number, logProb: number) => NextToken;

function fromTop(
  result: StepResult,
  row: number,
  rows: number,
  isAllowed: (token: number) => boolean,
  ranked: Ranked,
): NextToken[] {
  const topK = result.topTokens.length / rows;
  const tokens: NextToken[] = [];
  for (let i = row * topK; i < (row + 1) * topK; i++) {
    const id = result.topTokens[i]!;
    if (isAllowed(id)) tokens.push(ranked(id, result.topLogProbs[i]!));
  }
  return tokens;
}

function fromAll(
  result: StepResult,
  row: number,
  rows: number,
  isAllowed: (token: number) => boolean,
  ranked: Ranked,
): NextToken[] {
  const logProbs = result.logProbs!;
  const vocabulary = logProbs.length / rows;
  const tokens: NextToken[] = [];
  for (let id = 0; id < vocabulary; id++) {
    if (isAllowed(id)) tokens.push(ranked(id, logProbs[row * vocabulary + id]!));
  }
  return tokens;
}

/** The first by rank; ties go to the more probable, then to the lower index, as the graph's TopK does it. */
function best(tokens: NextToken[], wanted: number): NextToken[] {
  tokens.sort((a, b) => b.rank - a.rank || b.logProb - a.logProb || a.id - b.id);
  return wanted < tokens.length ? tokens.slice(0, wanted) : tokens;
}
