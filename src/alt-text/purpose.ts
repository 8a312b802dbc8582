/** What a picture does where it stands, besides showing something. */
export interface Purpose {
  /** The control around the picture. */
  control: 'link' | 'button';
  /** What else names the control: its text, `aria-label` or `title`. Empty if the picture is all there is. */
  name?: string;
  /** Where a link leads. */
  target?: string;
}

/** What a control around a picture makes of its draft. */
export type PurposeOutcome =
  { kind: 'labelled' } | { kind: 'enlarges'; draft: string } | { kind: 'unknown'; draft: string };

const IMAGE_FILE = /\.(?:avif|gif|jpe?g|png|webp)$/i;

/**
 * Describes a picture inside a link or button by its function.
 *
 * A picture cannot tell what a click on it does. Where the control has a name besides, the picture needs none; a link
 * to an image file enlarges it; for the rest the draft says what is known and leaves the function to a person.
 *
 * @param purpose - The control around the picture.
 * @param sentence - The description, a sentence.
 */
export function describePurpose(purpose: Purpose, sentence: string): PurposeOutcome {
  if (purpose.name?.trim()) return { kind: 'labelled' };
  const path = pathOf(purpose.target);
  if (purpose.control === 'link' && IMAGE_FILE.test(path))
    return { kind: 'enlarges', draft: `View larger: ${sentence}` };
  const words = readable(path);
  const control = purpose.control === 'button' ? 'Button' : words ? `Link to ${words}` : 'Link';
  return { kind: 'unknown', draft: `${control} (picture: ${sentence.replace(/\.$/, '')}).` };
}

function pathOf(target: string | undefined): string {
  if (!target) return '';
  try {
    return new URL(target, 'https://page.invalid/').pathname;
  } catch {
    return '';
  }
}

function readable(path: string): string {
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  const words = decode(last)
    .replace(/\.\w{1,5}$/, '')
    .replace(/[-_+]+/g, ' ')
    .trim();
  return /^[\p{L} ]{3,40}$/u.test(words) && words !== 'index' ? words : '';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
