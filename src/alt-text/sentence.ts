/** Longest alt text by default, in UTF-16 code units: what screen readers read in one go. */
export const DEFAULT_MAX_LENGTH = 125;

const PICTURE_OF =
  /^\s*(?:(?:this|here|it) (?:is|shows) )?(?:there (?:is|are) )?(?:(?:an?|the|this|some) )?(?:close[- ]?up )?(?:images?|pictures?|photos?|photographs?|snapshots?|views?) (?:of|showing|that shows) /i;

/**
 * Takes `an image of` and the like from the front: a screen reader says "image" before it reads the text.
 *
 * @param text - A caption.
 */
export function withoutPictureOf(text: string): string {
  return text.replace(PICTURE_OF, '');
}

/**
 * Makes a caption a sentence: blanks closed up, a capital in front, a full stop behind.
 *
 * @param text - A caption, typically lower case without punctuation.
 * @returns The sentence; empty if there is nothing to say.
 */
export function toSentence(text: string): string {
  const trimmed = text
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:!?])/g, '$1')
    .trim();
  if (trimmed === '') return '';
  const sentence = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

const DANGLING =
  /[\s,;:]+(?:a|an|the|of|in|on|at|by|to|from|with|into|near|next|and|or|is|are|while|as|his|her|their|its)$/i;

/**
 * Shortens a text to a length: after the last sentence that fits, else after the last word that fits, with `…`.
 *
 * @param text - Any text.
 * @param maxLength - UTF-16 code units, >= 1, the `…` included.
 * @returns `text` itself if it fits.
 */
export function shorten(text: string, maxLength: number = DEFAULT_MAX_LENGTH): string {
  if (text.length <= maxLength) return text;
  const sentences = [...text.slice(0, maxLength + 1).matchAll(/[.!?…](?=\s)/g)];
  const lastStop = sentences.at(-1)?.index;
  if (lastStop !== undefined) return text.slice(0, lastStop + 1);
  const head = text.slice(0, maxLength);
  const lastBlank = head.lastIndexOf(' ');
  let cut = (lastBlank > 0 ? head.slice(0, lastBlank) : head.slice(0, maxLength - 1)).replace(/[\s,;:]+$/, '');
  while (DANGLING.test(cut)) cut = cut.replace(DANGLING, '');
  return cut.length < maxLength ? `${cut}…` : `${cut.slice(0, maxLength - 1)}…`;
}
