import type { AltTextDecision } from '../decision.ts';
import { CONFIDENCE_MARK, MARK, needsLang, Written } from './written.ts';

/**
 * Writes a decision into a page.
 *
 * @param element - An `<img>`, or an element with a background picture: that one gets `role="img"` and `aria-label`.
 * @param decision - An unsure draft is never written.
 * @param disclose - Put the disclosure behind the text.
 * @returns What was written, or null if nothing was.
 */
export function writeDecision(element: Element, decision: AltTextDecision, disclose: boolean): Written | null {
  const isImage = element.localName === 'img';
  if (decision.kind === 'unsure' || (decision.kind === 'decorative' && !isImage)) return null;
  const written = new Written(element);
  if (decision.kind === 'decorative') {
    written.set('alt', '');
    written.set(MARK, 'decorative');
    return written;
  }
  const text = disclose ? `${decision.text} (${decision.disclosure})` : decision.text;
  if (needsLang(element, decision.language)) written.set('lang', decision.language);
  if (isImage) {
    written.set('alt', text);
  } else {
    written.set('role', 'img');
    written.set('aria-label', text);
  }
  written.set(MARK, 'alt');
  written.set(CONFIDENCE_MARK, decision.confidence.toFixed(2));
  return written;
}
