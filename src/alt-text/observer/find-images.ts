/** Roots that can hold pictures. */
export type ImageRoot = Document | ShadowRoot | Element | DocumentFragment;

/**
 * All open shadow roots below a root, at any depth.
 *
 * @param root - Where to look; its own shadow root counts if it is a host.
 */
export function shadowRootsIn(root: ImageRoot): ShadowRoot[] {
  const found: ShadowRoot[] = [];
  const look = (element: Element): void => {
    if (element.shadowRoot) found.push(element.shadowRoot, ...shadowRootsIn(element.shadowRoot));
  };
  if (root instanceof Element) look(root);
  for (const element of root.querySelectorAll('*')) look(element);
  return found;
}

/**
 * Whether a picture's author has said nothing about it: no `alt` (an empty one is an answer), no ARIA name, and not
 * hidden from assistive technology.
 */
export function lacksAlternative(image: Element): boolean {
  if (image.hasAttribute('alt') || image.hasAttribute('aria-label') || image.hasAttribute('aria-labelledby'))
    return false;
  return image.closest('[aria-hidden="true"]') === null;
}

/**
 * Pictures without alternative below a root, not looking into shadow roots.
 *
 * @param root - Where to look; counts itself.
 */
export function imagesIn(root: ImageRoot): HTMLImageElement[] {
  const images = [...root.querySelectorAll('img')];
  if (root instanceof HTMLImageElement) images.push(root);
  return images.filter(lacksAlternative);
}

const LAYOUT_ONLY = new Set(['HTML', 'BODY', 'INPUT', 'TEXTAREA', 'SELECT', 'BUTTON', 'IFRAME', 'VIDEO', 'IMG']);

/** Elements below a root for which {@link isBackground} holds. */
export function backgroundsIn(root: ImageRoot): Element[] {
  return [...root.querySelectorAll('*')].filter((element) => isBackground(element) && lacksAlternative(element));
}

/**
 * Whether an element shows a picture as its CSS background and holds nothing else: what has text or other content in
 * front of it is taken for decoration and left alone.
 */
export function isBackground(element: Element): boolean {
  return (
    element instanceof HTMLElement &&
    !LAYOUT_ONLY.has(element.tagName) &&
    element.childElementCount === 0 &&
    !element.textContent.trim() &&
    !element.hasAttribute('role') &&
    backgroundUrl(element) !== null
  );
}

/** Address of an element's only background picture, or null. */
export function backgroundUrl(element: Element): string | null {
  const image = getComputedStyle(element).backgroundImage;
  return /^url\("((?:[^"\\]|\\.)*)"\)$/.exec(image)?.[1] ?? null;
}
