import type { Caption } from '../shared/results.ts';
import type { NeutralChange } from './neutral-language.ts';

/** Why a picture needs no description. */
export type DecorativeReason =
  | 'presentation-role'
  | 'tracking-pixel'
  | 'spacer'
  | 'single-colour'
  | 'gradient'
  | 'repeated-bullet'
  | 'labelled-by-text'
  | 'described-nearby';

/** Why a draft must not be published unread. */
export type UnsureReason =
  | 'low-confidence'
  | 'not-a-photo'
  | 'unfamiliar'
  | 'nothing-visible'
  | 'too-small'
  | 'function-unknown'
  | 'not-calibrated';

/** What every decision that holds a text tells about it. */
export interface Draft {
  /** Calibrated probability, 0 to 1, that every person, animal and thing named in the text is in the photo. */
  confidence: number;
  /** A sentence that marks the text as automatic, with the confidence in words. */
  disclosure: string;
  /** BCP 47 tag of the text's language. */
  language: string;
  /** What neutral language changed; {@link revertNeutral} undoes it on `neutral.text`. */
  neutral: { text: string; changes: NeutralChange[] };
  /** The caption underneath, with its words' maps. */
  caption: Caption;
}

/** The text may stand as `alt`. */
export interface AltText extends Draft {
  kind: 'alt';
  text: string;
}

/** The picture is to have `alt=""`. */
export interface Decorative {
  kind: 'decorative';
  reason: DecorativeReason;
}

/** A person has to read the draft first. */
export interface Unsure extends Draft {
  kind: 'unsure';
  draft: string;
  /** At least one, the weightiest first. */
  reasons: UnsureReason[];
}

/** What `altText` resolves with. A union, so that no caller publishes a text without having looked at its kind. */
export type AltTextDecision = AltText | Decorative | Unsure;
