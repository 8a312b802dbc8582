import type { PhotoOptions } from '../shared/options.ts';
import type { DisclosureMessages } from './disclosure.ts';
import type { Purpose } from './purpose.ts';

/** Where a picture stands, and how its text is wanted. Plain data but for `signal`. */
export interface AltTextContext extends PhotoOptions {
  /** The link or button around the picture. */
  purpose?: Purpose;
  /** Texts beside the picture, which the description need not repeat: its caption, the heading above. @default [] */
  nearbyText?: readonly string[];
  /** ARIA role of the picture's element. */
  role?: string;
  /** Size on the page in CSS pixels. */
  displayedWidth?: number;
  displayedHeight?: number;
  /** How often the same picture stands on the page, integer >= 1. @default 1 */
  occurrences?: number;
  /** Longest text in UTF-16 code units, integer 20 to 1000. @default 125 */
  maxLength?: number;
  /** Rewrite guesses of gender, age and skin. @default true */
  neutral?: boolean;
  /** Lowest confidence, 0 to 1, of an `alt`; below it the decision is `unsure`. @default the model's own */
  threshold?: number;
  /** BCP 47 tag of the language of the disclosure. The text itself is in the model's language. @default 'en' */
  locale?: string;
  /** Disclosure in your own words. @default those of `locale` */
  disclosure?: DisclosureMessages;
  /** Rejects the call with `signal.reason`. */
  signal?: AbortSignal;
}
