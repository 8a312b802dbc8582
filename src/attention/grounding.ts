import { attentionEntropy } from './entropy.ts';

/** Whether a word's map means something. */
export interface Grounding {
  /** False if the word has nothing to look at; draw no map for it, or say so. */
  grounded: boolean;
  /** Why not; null if it is grounded. */
  reason: 'function-word' | 'diffuse' | null;
  /** One sentence in English for a person; empty if the word is grounded. */
  note: string;
}

/** English words of the closed classes: what they mean is no place in a photo. Prepositions of place are not here. */
const FUNCTION_WORDS = new Set(
  (
    'a an the this that these those some any each every other another its his her their it he she they them him who ' +
    'which what of to for from by as at is are was were be been being am has have had do does did and or but while ' +
    'with that there then than so if not no very just also too'
  ).split(' '),
);
/** Share of the greatest possible entropy from which a map is as good as even. */
const DIFFUSE = 0.97;

/**
 * Tells whether a word looked at something.
 *
 * The model gives every token a map, also where the word follows from grammar alone ("of", "is"); such a map is a
 * by-product and says nothing. A map that is all but even says nothing either. The list of words is English.
 *
 * @param token - A token of a caption.
 * @returns See {@link Grounding}.
 * @example
 * if (!groundingOf(token).grounded) showPhotoPlain();
 */
export function groundingOf(token: { text: string; attention: ArrayLike<number> }): Grounding {
  const word = token.text.trim().toLowerCase();
  if (FUNCTION_WORDS.has(word)) {
    return {
      grounded: false,
      reason: 'function-word',
      note: `"${word}" has nothing to look at: it follows from grammar.`,
    };
  }
  if (attentionEntropy(token.attention) >= DIFFUSE * Math.log(token.attention.length)) {
    return { grounded: false, reason: 'diffuse', note: `For "${word}" the model looked everywhere alike.` };
  }
  return { grounded: true, reason: null, note: '' };
}
