import { fromBase64 } from './base64.ts';
import type { ConfidenceParameters } from './confidence-parameters.ts';

/** What the linear heads say of one photo. */
export interface HeadOutputs {
  /** Log-odds that people would name it, by name. */
  support: Map<string, number>;
  /** Standardised coordinates along the principal directions of the training photos. */
  coordinates: number[];
  /** Log-odds, from the feature alone, that the picture is no photo. */
  notPhoto: number;
}

const decoded = new WeakMap<ConfidenceParameters, Int8Array>();

/**
 * Applies a model's linear heads to a photo's mean feature.
 *
 * @param feature - `float32`, `[heads.width]`. Read only.
 * @returns Null if the feature does not have the width that the heads were fitted for.
 */
export function applyHeads(parameters: ConfidenceParameters, feature: Float32Array): HeadOutputs | null {
  const { width, components, scales, biases } = parameters.heads;
  if (feature.length !== width) return null;
  const weights = weightsOf(parameters);
  const outputs = scales.map((scale, row) => {
    let sum = 0;
    for (let i = 0, at = row * width; i < width; i++, at++) sum += weights[at]! * feature[i]!;
    return sum * scale + biases[row]!;
  });
  const names = parameters.names.length;
  return {
    support: new Map(parameters.names.map((name, i) => [name, outputs[i]!])),
    coordinates: outputs.slice(names, names + components),
    notPhoto: outputs[names + components]!,
  };
}

function weightsOf(parameters: ConfidenceParameters): Int8Array {
  let weights = decoded.get(parameters);
  if (!weights) decoded.set(parameters, (weights = new Int8Array(fromBase64(parameters.heads.weights).buffer)));
  return weights;
}
