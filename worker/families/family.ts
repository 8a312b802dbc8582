import type { DecoderModel, HardAttention } from '../decode/decoder-model.ts';
import type { Value } from '../runtime/graph-session.ts';
import type { GraphName } from '../runtime/model-runtime.ts';

/** Runs one of the model's graphs. */
export type RunGraph = <K extends string>(
  graph: GraphName,
  feeds: Record<string, Value>,
  fetches: readonly K[],
) => Promise<Record<K, Value>>;

/** A photo as the encoder saw it. Plain arrays on the CPU, so that it outlives any backend. */
export interface EncodedPhoto {
  /** `float32`, `[keySize, places]` each, by name of the encoder output; soft and hard may share one. */
  keys: Readonly<Record<string, Float32Array>>;
  /** `float32`, `[places, valueSize]`. */
  values: Float32Array;
  /** `float32`, `[stateSize]`. */
  state: Float32Array;
}

/** How the graphs of a model family are fed and read. */
export interface Family {
  /**
   * @param pixels - `float32`, `[1, 3, height, width]`, normalised.
   * @throws {@link InferenceError}
   */
  encode(pixels: Float32Array): Promise<EncodedPhoto>;
  /**
   * @param photo - What {@link Family.encode} gave.
   * @param hard - Hard attention, or null for soft.
   */
  decoder(photo: EncodedPhoto, hard: HardAttention | null): DecoderModel;
}
