import type { CaptionCandidate, CaptionToken } from '../src/shared/results.ts';
import type { DecodedCaption, DecodedToken } from './decode/decoder-model.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Gives a token its text.
 *
 * @param position - Place in the caption, from 0: the first piece has no leading space.
 */
export function spellToken(token: DecodedToken, position: number, vocabulary: Vocabulary): CaptionToken {
  return { text: vocabulary.piece(token.id, position === 0), ...token };
}

/** Gives a caption its text; the pieces concatenate to it. */
export function spellCaption(
  { tokens, logProb, score, complete }: DecodedCaption,
  vocabulary: Vocabulary,
): CaptionCandidate {
  const spelt = tokens.map((token, position) => spellToken(token, position, vocabulary));
  return { text: spelt.map((token) => token.text).join(''), tokens: spelt, logProb, score, complete };
}
