import type { ConfidenceParameters } from '../src/shared/confidence-parameters.ts';
import { foldName } from '../src/shared/fold-name.ts';
import { applyHeads } from '../src/shared/linear-heads.ts';

/** Least log-probability that counts: a head is never so sure that nothing else can be said. */
const LEAST = -6;

/** The words of a vocabulary that count as each name: the same for every photo. */
const wordsByName = new WeakMap<readonly string[], Map<string, number[]>>();

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
  let words = wordsByName.get(vocabulary);
  if (!words) wordsByName.set(vocabulary, (words = namesIn(vocabulary, parameters!)));
  const costs = new Float32Array(vocabulary.length);
  for (const [name, ids] of words) {
    const cost = -restraint * Math.max(LEAST, logSigmoid(heads.support.get(name)!));
    for (const id of ids) costs[id] = cost;
  }
  return costs;
}

function namesIn(vocabulary: readonly string[], { names, fold }: ConfidenceParameters): Map<string, number[]> {
  const found = new Map(names.map((name) => [name, [] as number[]]));
  for (const [id, word] of vocabulary.entries()) found.get(foldName(word, fold))?.push(id);
  return found;
}

function logSigmoid(logit: number): number {
  return Math.min(0, logit) - Math.log1p(Math.exp(-Math.abs(logit)));
}
