import { InvalidInputError } from '../src/shared/errors/invalid-input-error.ts';
import type { AlignedToken, Alignment } from '../src/shared/results.ts';
import type { DecoderModel, HardAttention, Pacing } from './decode/decoder-model.ts';
import { decodeForced, type ForcedCaption } from './decode/forced.ts';
import { splitWords, type Vocabulary } from './vocabulary.ts';

/** A text as the model sees it. */
interface ReadText {
  text: string;
  words: string[];
  /** Indices; the unknown word's for those that the model does not know. */
  ids: number[];
}

/** Photo and, in its place, no photo in particular. */
export interface AlignModels {
  photo: DecoderModel;
  reference: DecoderModel;
}

/**
 * Makes the model say given texts and tells what it makes of every word.
 *
 * @param texts - As somebody wrote them.
 * @param models - Same step graph, with the photo and without.
 * @param vocabulary - Of the model.
 * @param hard - Hard attention, or null.
 * @param pacing - What happens between steps.
 * @returns In the order of `texts`, without what is the same for all.
 * @throws {@link InvalidInputError} `bad-text` if a text has no word that the model knows.
 */
export async function alignTexts(
  texts: readonly string[],
  models: AlignModels,
  vocabulary: Vocabulary,
  hard: HardAttention | null,
  pacing: Pacing,
): Promise<Omit<Alignment, 'grid' | 'backend'>[]> {
  const read = texts.map((text, index) => readText(text, index, vocabulary));
  const ids = read.map((text) => text.ids);
  const seen = await decodeForced(models.photo, ids, hard, pacing);
  const unseen = await decodeForced(models.reference, ids, hard, pacing);
  return read.map((text, i) => {
    const known = (caption: ForcedCaption): number =>
      caption.tokens.reduce(
        (sum, { id, logProb }) => (id === vocabulary.unknown ? sum : sum + logProb),
        caption.endLogProb,
      );
    const logProb = known(seen[i]!);
    const counted = text.ids.filter((id) => id !== vocabulary.unknown).length + 1;
    return {
      text: text.text,
      tokens: seen[i]!.tokens.map((token, position): AlignedToken => ({
        text: (position === 0 ? '' : ' ') + text.words[position]!,
        ...token,
        known: token.id !== vocabulary.unknown,
      })),
      logProb,
      fit: (logProb - known(unseen[i]!)) / counted,
      unknownWords: text.words.filter((_, position) => text.ids[position] === vocabulary.unknown),
    };
  });
}

function readText(text: string, index: number, vocabulary: Vocabulary): ReadText {
  const words = splitWords(text);
  const ids = words.map((word) => vocabulary.indexOf(word) ?? vocabulary.unknown);
  if (ids.some((id) => id !== vocabulary.unknown)) return { text, words, ids };
  const what = words.length === 0 ? 'has no words' : 'has no word that the model knows';
  throw new InvalidInputError('bad-text', `The text "${text.slice(0, 80)}" ${what}.`, {
    details: { index, text: text.slice(0, 1000), unknownWords: words.slice(0, 100) },
    remedy: 'Hand over a sentence in the language of the model (`captioner.model.language`).',
  });
}
