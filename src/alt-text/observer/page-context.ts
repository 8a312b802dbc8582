import type { AltTextContext } from '../context.ts';
import type { Purpose } from '../purpose.ts';

const HEADINGS = 'h1, h2, h3, h4, h5, h6';
const SECTIONS = 'article, section, li, figure, main, [role="article"], [role="listitem"]';
const LONGEST_NEARBY = 300;

/**
 * Reads from the page where a picture stands: the link or button around it, its caption, the heading above, its size.
 *
 * @param element - The picture's element, in a document.
 */
export function pageContext(element: Element): AltTextContext {
  const { width, height } = element.getBoundingClientRect();
  const purpose = purposeOf(element);
  const nearbyText = nearbyTextOf(element);
  const role = element.getAttribute('role')?.trim().split(/\s+/)[0];
  return {
    ...(purpose && { purpose }),
    ...(nearbyText.length > 0 && { nearbyText }),
    ...(role && { role }),
    ...(width > 0 && height > 0 && { displayedWidth: width, displayedHeight: height }),
  };
}

function purposeOf(element: Element): Purpose | null {
  const around = element.closest('a[href], button, [role="link"], [role="button"]');
  if (!around) return null;
  const name = [
    around.getAttribute('aria-label'),
    around.textContent,
    around.getAttribute('title'),
    ...otherAlts(around),
  ]
    .map((text) => text?.replace(/\s+/g, ' ').trim())
    .find((text) => text);
  const control = around.matches('button, [role="button"]') ? 'button' : 'link';
  const target = around.getAttribute('href');
  return { control, ...(name && { name }), ...(target && { target }) };
}

function otherAlts(around: Element): string[] {
  return [...around.querySelectorAll('img[alt]:not([data-saccade])')].map((image) => image.getAttribute('alt') ?? '');
}

function nearbyTextOf(element: Element): string[] {
  const figure = element.closest('figure');
  const caption = figure?.querySelector('figcaption')?.textContent;
  const described = element.getAttribute('aria-describedby')?.split(/\s+/) ?? [];
  const scope = element.getRootNode() as Document | ShadowRoot;
  const descriptions = described.map((id) => (id ? scope.getElementById?.(id)?.textContent : null));
  return [caption, headingAbove(element), element.getAttribute('title'), ...descriptions]
    .map((text) => text?.replace(/\s+/g, ' ').trim() ?? '')
    .filter((text) => text !== '' && text.length <= LONGEST_NEARBY);
}

function headingAbove(element: Element): string | null {
  const section = element.parentElement?.closest(SECTIONS);
  if (!section) return null;
  let above: Element | null = null;
  for (const heading of section.querySelectorAll(HEADINGS)) {
    const before = heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (before || above === null) above = heading;
  }
  return above?.textContent ?? null;
}
