import type { StepFunction, StepRequest, StepResult } from './step-function.ts';

/** A token that may come next. */
export interface NextToken {
  id: number;
  logProb: number;
}

/**
 * Runs a step and takes for each hypothesis its best allowed tokens.
 *
 * The graph's own top-k nearly always suffices. Where masks leave too few of it, the step is run again for the
 * log-probabilities of the whole vocabulary: a step gives the same result for the same request.
 *
 * @param step - The step graph.
 * @param request - What to run; `allLogProbs` is set here.
 * @param wanted - Tokens wanted for each hypothesis, integer >= 1; Infinity for all.
 * @param allowed - A question for each hypothesis.
 * @returns The step's result, and for each hypothesis up to `wanted` tokens, best first; fewer only where the
 *   vocabulary has no more.
 */
export async function nextTokens(
  step: StepFunction,
  request: Omit<StepRequest, 'allLogProbs'>,
  wanted: number,
  allowed: readonly ((token: number) => boolean)[],
): Promise<{ result: StepResult; next: NextToken[][] }> {
  const everything = wanted === Infinity;
  let result = await step({ ...request, allLogProbs: everything });
  if (!everything) {
    const next = allowed.map((isAllowed, row) => fromTop(result, row, allowed.length, wanted, isAllowed));
    if (next.every((tokens) => tokens.length >= wanted)) return { result, next };
    result = await step({ ...request, allLogProbs: true });
  }
  const next = allowed.map((isAllowed, row) => fromAll(result, row, allowed.length, wanted, isAllowed));
  return { result, next };
}

function fromTop(
  result: StepResult,
  row: number,
  rows: number,
  wanted: number,
  isAllowed: (token: number) => boolean,
): NextToken[] {
  const topK = result.topTokens.length / rows;
  const tokens: NextToken[] = [];
  for (let i = row * topK; i < (row + 1) * topK && tokens.length < wanted; i++) {
    const id = result.topTokens[i]!;
    if (isAllowed(id)) tokens.push({ id, logProb: result.topLogProbs[i]! });
  }
  return tokens;
}

function fromAll(
  result: StepResult,
  row: number,
  rows: number,
  wanted: number,
  isAllowed: (token: number) => boolean,
): NextToken[] {
  const logProbs = result.logProbs!;
  const vocabulary = logProbs.length / rows;
  const tokens: NextToken[] = [];
  for (let id = 0; id < vocabulary; id++) {
    if (isAllowed(id)) tokens.push({ id, logProb: logProbs[row * vocabulary + id]! });
  }
  // Ties go to the lower index, as the graph's TopK does it.
  tokens.sort((a, b) => b.logProb - a.logProb || a.id - b.id);
  return wanted < tokens.length ? tokens.slice(0, wanted) : tokens;
}
