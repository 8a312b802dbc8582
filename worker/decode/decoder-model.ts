import type { StepFunction } from './step-function.ts';

/** The model as the decoding algorithms see it: one photo, one way of attending. */
export interface DecoderModel {
  step: StepFunction;
  /** `float32`, `[stateSize]`: state before the first word. Read only. */
  initialState: Float32Array;
  /** Number of places of the attention grid. */
  places: number;
  /** Vocabulary indices of the tokens that are no words. */
  start: number;
  end: number;
}

/** Hard attention of one call. */
export interface HardAttention {
  /** Places read at each step. */
  samples: 1 | 2;
  /** Integer 0 to 4294967295. */
  seed: number;
}

/** Whatever happens between two runs of the step graph. */
export interface Pacing {
  /** Lets messages in; called before every run. Rejects to stop decoding (with `signal.reason`, when aborted). */
  pause: () => Promise<void>;
}

/** What was said at one step, and from where. */
export interface DecodedToken {
  id: number;
  /** Natural logarithm, <= 0, before any token was ruled out. */
  logProb: number;
  /** `float32`, `[places]`, sums to 1. */
  attention: Float32Array;
  /** Hard attention: places that were read. */
  samples?: number[];
  /** Hard attention: log-probability of drawing them. */
  samplesLogProb?: number;
}

/** A caption, the end token left out of `tokens` and counted in `logProb`. */
export interface DecodedCaption {
  tokens: DecodedToken[];
  logProb: number;
  /** `logProb / length ** lengthPenalty`, length counting the end if it was said. */
  score: number;
  /** False if it was cut at `maxTokens`. */
  complete: boolean;
}
