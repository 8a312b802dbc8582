import type { ConfidenceParameters } from '../src/shared/confidence-parameters.ts';
import { foldName } from '../src/shared/fold-name.ts';
import { applyHeads } from '../src/shared/linear-heads.ts';

/** Least log-probability that counts: a head is never so sure that nothing else can be said. */
const LEAST = -6;

/** What name each word of a vocabulary counts as: the same for every photo. */
const folded = new WeakMap<readonly string[], string[]>();

/**
 * How reluctantly each word is to be said of a photo: words that name what people would hardly name in it cost.
 *
 * A linear head on the photo's mean feature says for each name how likely people are to name it (models/confidence fits
 * the heads; calibrated, unlike the decoder, which invents what usually stands beside what it saw). A word that is a
 * name costs `-restraint * ln P(name | photo)`, other words nothing: shallow fusion (Gulcehre et al. 2015, arXiv
 * 1503.03535) with a model of what is there in place of one of language.
 *
 * @param parameters - Of the model pack.
 * @param vocabulary - The model's words.
 * @param feature - `float32`, `[heads.width]`: the photo's mean feature.
 * @param restraint - 0 for none; 1 counts what the heads say as much as what the decoder says.
 * @returns New `float32`, `[vocabulary]`, each >= 0; null if there is nothing to hold back.
 */
export function reluctance(
  parameters: ConfidenceParameters | undefined,
  vocabulary: readonly string[],
  feature: Float32Array,
  restraint: number,
): Float32Array | null {
  const heads = parameters && restraint > 0 ? applyHeads(parameters, feature) : null;
  if (!heads) return null;
  const names = folded.get(vocabulary) ?? vocabulary.map((word) => foldName(word, parameters!.fold));
  folded.set(vocabulary, names);
  return Float32Array.from(names, (name) => {
    const logOdds = heads.support.get(name);
    return logOdds === undefined ? 0 : -restraint * Math.max(LEAST, logSigmoid(logOdds));
  });
}

function logSigmoid(logit: number): number {
  return Math.min(0, logit) - Math.log1p(Math.exp(-Math.abs(logit)));
}
