import type { DecoderModel, Pacing } from '../../../../worker/decode/decoder-model.ts';
import type { StepRequest } from '../../../../worker/decode/step-function.ts';

export const VOCABULARY = 7;
export const START = 0;
export const END = 1;
export const PLACES = 4;
export const MASK = { banned: new Set([START]), end: END };

/** Log-softmax of numbers that depend on the two tokens before. */
export function toyLogProbs(before: number, last: number): number[] {
  const logits = Array.from({ length: VOCABULARY }, (_, token) => {
    const x = Math.sin(before * 12.9898 + last * 78.233 + token * 37.719) * 43758.5453;
    return (x - Math.floor(x)) * 4;
  });
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return logits.map((logit) => Math.fround(logit - total));
}

/** Attention that tells the two tokens before, so that a test can see which path a map belongs to. */
export function toyAttention(before: number, last: number): Float32Array {
  const attention = Float32Array.from([1 + before, 1 + last, 2, 1]);
  const total = attention.reduce((a, b) => a + b, 0);
  return attention.map((a) => a / total);
}

/** A model whose state is the token before the last; with a log of what it was asked. */
export function toyModel(topK = 3): DecoderModel & { requests: StepRequest[] } {
  const requests: StepRequest[] = [];
  return {
    requests,
    initialState: Float32Array.of(START),
    places: PLACES,
    start: START,
    end: END,
    step(request) {
      requests.push(request);
      const rows = request.tokens.length;
      const result = {
        topTokens: new Int32Array(rows * topK),
        topLogProbs: new Float32Array(rows * topK),
        logProbs: request.allLogProbs ? new Float32Array(rows * VOCABULARY) : null,
        attention: new Float32Array(rows * PLACES),
        places: new Int32Array(rows * 2),
        states: Float32Array.from(request.tokens),
      };
      for (let row = 0; row < rows; row++) {
        const logProbs = toyLogProbs(request.states[row]!, request.tokens[row]!);
        const order = logProbs.map((_, id) => id).sort((a, b) => logProbs[b]! - logProbs[a]!);
        for (let k = 0; k < topK; k++) {
          result.topTokens[row * topK + k] = order[k]!;
          result.topLogProbs[row * topK + k] = logProbs[order[k]!]!;
        }
        result.logProbs?.set(logProbs, row * VOCABULARY);
        const attention = toyAttention(request.states[row]!, request.tokens[row]!);
        result.attention.set(attention, row * PLACES);
        for (let sample = 0; sample < 2; sample++) {
          const noise = request.noise?.subarray((row * 2 + sample) * PLACES, (row * 2 + sample + 1) * PLACES);
          const scores = Array.from(attention, (a, place) => Math.log(a) + (noise?.[place] ?? 0));
          result.places[row * 2 + sample] = scores.indexOf(Math.max(...scores));
        }
      }
      return Promise.resolve(result);
    },
  };
}

export const noPause: Pacing = { pause: () => Promise.resolve() };

/** Every caption of up to `maxTokens` steps that ends, best score first. */
export function allCaptions(
  maxTokens: number,
  lengthPenalty: number,
): { ids: number[]; logProb: number; score: number }[] {
  const found: { ids: number[]; logProb: number; score: number }[] = [];
  const visit = (ids: number[], logProb: number): void => {
    const logProbs = toyLogProbs(ids.length > 1 ? ids.at(-2)! : START, ids.at(-1) ?? START);
    const length = ids.length + 1;
    if (ids.length > 0) {
      const total = logProb + logProbs[END]!;
      found.push({ ids, logProb: total, score: total / length ** lengthPenalty });
    }
    if (length === maxTokens) return;
    for (let id = END + 1; id < VOCABULARY; id++) visit([...ids, id], logProb + logProbs[id]!);
  };
  visit([], 0);
  return found.sort((a, b) => b.score - a.score);
}
