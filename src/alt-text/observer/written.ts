/** Attribute that marks what an observer wrote: `alt` or `decorative`. */
export const MARK = 'data-saccade';
/** Attribute with the confidence of a written text, 0 to 1, two decimals. */
export const CONFIDENCE_MARK = 'data-saccade-confidence';

interface Attribute {
  name: string;
  /** What stood there; null if nothing did. */
  before: string | null;
  after: string;
}

/**
 * What was written into one element, and the way back.
 *
 * An attribute that somebody else has changed since is no longer ours and stays as it is.
 */
export class Written {
  readonly #element: Element;
  readonly #attributes: Attribute[] = [];

  /** @param element - The element; nothing is written yet. */
  constructor(element: Element) {
    this.#element = element;
  }

  /** Sets an attribute and remembers what stood there. */
  set(name: string, value: string): void {
    this.#attributes.push({ name, before: this.#element.getAttribute(name), after: value });
    this.#element.setAttribute(name, value);
  }

  /** Whether the element has no name but the one that was written here. */
  isOnlyName(): boolean {
    return ['alt', 'aria-label', 'aria-labelledby'].every((name) => {
      const own = this.#attributes.find((attribute) => attribute.name === name);
      return this.#element.getAttribute(name) === (own ? own.after : null);
    });
  }

  /** Takes everything back that is still as it was written. */
  undo(): void {
    for (const { name, before, after } of this.#attributes.reverse()) {
      if (this.#element.getAttribute(name) !== after) continue;
      if (before === null) this.#element.removeAttribute(name);
      else this.#element.setAttribute(name, before);
    }
    this.#attributes.length = 0;
  }
}

/**
 * Whether a text in a language has to say so where it is written.
 *
 * @param element - Where it is written.
 * @param language - BCP 47 tag of the text.
 */
export function needsLang(element: Element, language: string): boolean {
  for (let at: Element | null = element; at;) {
    const around: Element | null = at.closest('[lang]');
    if (around) return primary(around.getAttribute('lang')!) !== primary(language);
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return true;
}

function primary(tag: string): string {
  return tag.trim().toLowerCase().split('-')[0]!;
}
