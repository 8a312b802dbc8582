import type { Manifest } from '../src/shared/manifest.ts';
import type { DecodeOptions } from '../src/shared/options.ts';
import { beamSearch } from './decode/beam-search.ts';
import type { DecodedCaption, DecodedToken, DecoderModel, HardAttention, Pacing } from './decode/decoder-model.ts';
import { decodeSinglePath } from './decode/single-path.ts';
import { reluctance } from './reluctance.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Hard attention as the options ask for it, or null for soft. */
export function hardAttention({ attention, samples = 1, seed = 0 }: DecodeOptions): HardAttention | null {
  return attention === 'hard' ? { samples, seed } : null;
}

/**
 * Decodes as the options say, the model's defaults in the place of what they leave out.
 *
 * @param model - Photo and step graph.
 * @param options - Valid: the main thread checks them.
 * @param manifest - For the defaults.
 * @param vocabulary - For the words to suppress.
 * @param feature - `float32`, `[heads.width]`: the photo's mean feature, for `restraint`.
 * @param onToken - Receives settled tokens; null if nobody listens.
 * @param pacing - What happens between steps.
 * @returns The n best captions, at least one.
 */
export async function decodeCaption(
  model: DecoderModel,
  options: DecodeOptions,
  manifest: Manifest,
  vocabulary: Vocabulary,
  feature: Float32Array,
  onToken: ((token: DecodedToken) => void) | null,
  pacing: Pacing,
): Promise<DecodedCaption[]> {
  const { temperature, topK = Infinity, seed = 0, suppress = [], candidates = 1 } = options;
  const { defaults } = manifest;
  const suppressed = suppress.map((word) => vocabulary.indexOf(word)).filter((id) => id !== undefined);
  const common = {
    mask: {
      banned: new Set([...vocabulary.unspeakable, ...suppressed]),
      end: manifest.tokens.end,
      noRepeatNgram: defaults.noRepeatNgram,
      noEchoAcross: defaults.noEchoAcross,
      reluctance: reluctance(
        manifest.confidence,
        manifest.vocabulary,
        feature,
        options.restraint ?? defaults.restraint ?? 0,
      ),
    },
    maxTokens: options.maxTokens ?? manifest.maxTokens,
    lengthPenalty: defaults.lengthPenalty,
    hard: hardAttention(options),
    onToken,
  };
  const sampling = temperature === undefined ? null : { temperature, topK, seed };
  const beams = sampling === null ? (options.beams ?? defaults.beams) : 1;
  if (beams === 1) return [await decodeSinglePath(model, { ...common, sampling }, pacing)];
  return beamSearch(model, { ...common, beams, candidates: Math.min(candidates, beams) }, pacing);
}
