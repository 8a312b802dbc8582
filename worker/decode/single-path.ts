import { mulberry32, uniform } from '../numerics/random.ts';
import { sampleIndex } from '../numerics/sample-token.ts';
import type { DecodedCaption, DecodedToken, DecoderModel, HardAttention, Pacing } from './decoder-model.ts';
import { hardNoise } from './hard-noise.ts';
import { nextTokens } from './next-tokens.ts';
import { tokenEvidence } from './token-evidence.ts';
import { allowedAfter, type TokenMask } from './token-mask.ts';

/** Token draws come from another stream than the places, so that the two do not change each other. */
const TOKEN_STREAM = 0x9e3779b9;

/** How one path through the words is taken. */
export interface SinglePathOptions {
  mask: TokenMask;
  /** Integer >= 1. */
  maxTokens: number;
  /** For the score only. */
  lengthPenalty: number;
  hard: HardAttention | null;
  /** Draw tokens instead of taking the best; `topK` Infinity draws from the whole vocabulary. */
  sampling: { temperature: number; topK: number; seed: number } | null;
  /** Receives each token as soon as it is chosen. */
  onToken: ((token: DecodedToken) => void) | null;
}

/**
 * Decodes one path: greedily, or sampling with a temperature.
 *
 * @param model - Photo and step graph.
 * @param options - See {@link SinglePathOptions}.
 * @param pacing - What happens between steps.
 * @returns The caption.
 * @throws What `pacing.pause` or the step rejects with.
 */
export async function decodeSinglePath(
  model: DecoderModel,
  options: SinglePathOptions,
  pacing: Pacing,
): Promise<DecodedCaption> {
  const { mask, hard, sampling } = options;
  const noiseRandom = hard === null ? null : mulberry32(hard.seed);
  const tokenRandom = sampling === null ? null : mulberry32((sampling.seed ^ TOKEN_STREAM) >>> 0);
  const tokens: DecodedToken[] = [];
  const said: number[] = [];
  let states = model.initialState;
  let logProb = 0;
  let rank = 0;
  let complete = false;
  while (said.length < options.maxTokens) {
    await pacing.pause();
    const request = {
      tokens: Int32Array.of(said.at(-1) ?? model.start),
      states,
      noise: noiseRandom === null ? null : hardNoise([noiseRandom], model.places),
    };
    const { result, next } = await nextTokens(
      model.step,
      request,
      sampling?.topK ?? 1,
      [allowedAfter(mask, said)],
      mask.reluctance,
    );
    const choices = next[0]!;
    const index =
      sampling === null || tokenRandom === null
        ? 0
        : sampleIndex(
            choices.map((c) => c.rank),
            sampling.temperature,
            uniform(tokenRandom),
          );
    const choice = choices[index];
    // Nothing is left to say when the caller suppressed all there is.
    complete = choice === undefined || choice.id === mask.end;
    if (choice !== undefined) {
      logProb += choice.logProb;
      rank += choice.rank;
    }
    if (choice === undefined || complete) break;
    const token = { id: choice.id, logProb: choice.logProb, ...tokenEvidence(result, 0, model.places, hard) };
    tokens.push(token);
    said.push(choice.id);
    states = result.states;
    options.onToken?.(token);
  }
  const length = Math.max(1, said.length + (complete ? 1 : 0));
  return { tokens, logProb, score: rank / length ** options.lengthPenalty, complete };
}
