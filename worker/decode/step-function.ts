/** What one run of the step graph reads. B is the number of hypotheses that are extended at once. */
export interface StepRequest {
  /** `int32`, `[B]`: the token said last. */
  tokens: Int32Array;
  /** `float32`, `[B, stateSize]`. */
  states: Float32Array;
  /** `float32`, `[B, 2, places]`: Gumbel noise of hard attention; null with soft attention. */
  noise: Float32Array | null;
  /** Whether {@link StepResult.logProbs} is wanted; it costs a copy of the whole vocabulary. */
  allLogProbs: boolean;
}

/** What one run of the step graph gives. All arrays belong to the caller. */
export interface StepResult {
  /** `int32`, `[B, topK]`: most probable tokens, best first. */
  topTokens: Int32Array;
  /** `float32`, `[B, topK]`: their log-probabilities, descending. */
  topLogProbs: Float32Array;
  /** `float32`, `[B, vocabulary]`, or null if it was not asked for. */
  logProbs: Float32Array | null;
  /** `float32`, `[B, places]`: distribution over the places. */
  attention: Float32Array;
  /** `int32`, `[B, 2]`: places drawn with the noise; meaningless without. */
  places: Int32Array;
  /** `float32`, `[B, stateSize]`. */
  states: Float32Array;
}

/** Runs the step graph once. Given the same request it gives the same result. */
export type StepFunction = (request: StepRequest) => Promise<StepResult>;
