import { shadowRootsIn, type ImageRoot } from './find-images.ts';

/** What a {@link RootWatcher} tells. */
export interface RootEvents {
  /** A subtree appeared. */
  onAdded(subtree: ImageRoot): void;
  /** A subtree was taken out; it may have been put in again elsewhere. */
  onRemoved(subtree: Element): void;
  /** Something that decides about this element's picture or name has changed. */
  onChanged(element: Element, attribute: string): void;
  /** A picture has loaded, or failed to. */
  onLoaded(image: HTMLImageElement): void;
}

const NAMES = ['alt', 'aria-label', 'aria-labelledby', 'aria-hidden', 'role', 'src', 'srcset', 'sizes'];

/** Watches a root and every open shadow root below it, also those that come later. */
export class RootWatcher {
  readonly #events: RootEvents;
  readonly #attributes: string[];
  readonly #observer: MutationObserver;
  readonly #roots = new Set<ImageRoot>();
  #stopped = false;

  /** @param backgrounds - Tell of changes of `class` and `style` too. */
  constructor(events: RootEvents, backgrounds: boolean) {
    this.#events = events;
    this.#attributes = backgrounds ? [...NAMES, 'class', 'style'] : NAMES;
    this.#observer = new MutationObserver((records) => records.forEach((record) => this.#handle(record)));
  }

  /** Begins to watch a root, and the shadow roots in it. Tells of both as added. */
  watch(root: ImageRoot): void {
    if (this.#stopped) return;
    if (!this.#roots.has(root)) {
      this.#roots.add(root);
      this.#observer.observe(root, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: this.#attributes,
      });
      for (const type of ['load', 'error']) root.addEventListener(type, this.#onLoad, true);
    }
    this.#added(root);
  }

  /** Ends all watching. */
  stop(): void {
    this.#stopped = true;
    this.#observer.disconnect();
    for (const root of this.#roots) {
      for (const type of ['load', 'error']) root.removeEventListener(type, this.#onLoad, true);
    }
    this.#roots.clear();
  }

  readonly #onLoad = (event: Event): void => {
    if (event.target instanceof HTMLImageElement) this.#events.onLoaded(event.target);
  };

  #added(subtree: ImageRoot): void {
    this.#events.onAdded(subtree);
    for (const root of shadowRootsIn(subtree)) if (!this.#roots.has(root)) this.watch(root);
    this.#awaitDefinitions(subtree);
  }

  /** A custom element gets its shadow root when it is defined, which changes nothing that can be observed. */
  #awaitDefinitions(subtree: ImageRoot): void {
    // Content scripts of extensions have no registry.
    const registry = customElements as CustomElementRegistry | null;
    if (registry === null) return;
    for (const element of subtree.querySelectorAll(':not(:defined)')) {
      void registry.whenDefined(element.localName).then(
        () => {
          if (element.shadowRoot && !this.#stopped && !this.#roots.has(element.shadowRoot))
            this.watch(element.shadowRoot);
        },
        () => undefined, // Not a valid name: it never will be defined.
      );
    }
  }

  #handle(record: MutationRecord): void {
    if (record.type === 'attributes') {
      const target = record.target as Element;
      const image = target.localName === 'source' ? target.parentElement?.querySelector(':scope > img') : target;
      if (image) this.#events.onChanged(image, record.attributeName!);
      if (record.attributeName === 'aria-hidden') this.#added(target);
      return;
    }
    for (const node of record.removedNodes) if (node instanceof Element) this.#events.onRemoved(node);
    for (const node of record.addedNodes) if (node instanceof Element && node.isConnected) this.#added(node);
  }
}
