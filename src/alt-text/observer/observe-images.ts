import type { AltTextDecision } from '../decision.ts';
import { PictureDescriber } from './describe-image.ts';
import {
  backgroundUrl,
  backgroundsIn,
  imagesIn,
  isBackground,
  lacksAlternative,
  type ImageRoot,
} from './find-images.ts';
import { IdleQueue } from './idle-queue.ts';
import type { ImageDescriber, ImageObserver, ObservedImage, ObserveOptions } from './options.ts';
import { pageContext } from './page-context.ts';
import { isLoaded, loadPicture } from './pixels.ts';
import { RootWatcher } from './root-watcher.ts';
import { writeDecision } from './write-decision.ts';
import type { Written } from './written.ts';

/**
 * Describes the pictures of a page that nobody has described: finds `<img>` without `alt` below a root, also those
 * that come later, in open shadow roots, lazy or responsive ones; waits until they are near the viewport and the page
 * is idle; takes one at a time; writes the text with a mark.
 *
 * It never touches a picture whose author has spoken (`alt`, an empty one too, or an ARIA name), leaves unsure drafts
 * unwritten, and does nothing if the visitor saves data.
 *
 * @param root - Document, element or shadow root.
 * @param captioner - A captioner, or a function that makes one when the first picture needs it.
 * @param options - See {@link ObserveOptions}.
 * @returns The observer; `stop()` leaves the page as it was.
 * @example
 * const observer = observeImages(document, () => Captioner.create());
 */
export function observeImages(
  root: ImageRoot,
  captioner: ImageDescriber | (() => Promise<ImageDescriber>),
  options: ObserveOptions = {},
): ImageObserver {
  return new PageObserver(root, captioner, options);
}

class PageObserver implements ImageObserver {
  readonly images = new Map<Element, ObservedImage>();
  readonly #root: ImageRoot;
  readonly #options: ObserveOptions;
  readonly #written = new Map<Element, Written>();
  readonly #queue = new IdleQueue<Element>();
  /** In view, but not loaded yet. */
  readonly #waiting = new Set<Element>();
  /** Not yet known whether in view. */
  readonly #placing = new Set<Element>();
  readonly #abort = new AbortController();
  readonly #describer: PictureDescriber;
  readonly #watcher: RootWatcher;
  readonly #viewport: IntersectionObserver;
  #active: boolean;

  constructor(root: ImageRoot, captioner: ImageDescriber | (() => Promise<ImageDescriber>), options: ObserveOptions) {
    this.#root = root;
    this.#options = options;
    this.#describer = new PictureDescriber(captioner, options, this.#abort.signal);
    this.#watcher = new RootWatcher(
      {
        onAdded: (subtree) => this.#discover(subtree),
        onRemoved: (subtree) => this.#removed(subtree),
        onChanged: (element, attribute) => this.#changed(element, attribute),
        onLoaded: (image) => this.#loaded(image),
      },
      options.backgrounds === true,
    );
    this.#viewport = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          this.#placing.delete(entry.target);
          if (entry.isIntersecting) this.#seen(entry.target);
        }
      },
      { rootMargin: options.rootMargin ?? '200px' },
    );
    this.#active = options.ignoreSaveData === true || !savesData();
    if (this.#active) this.#watcher.watch(root);
  }

  get active(): boolean {
    return this.#active;
  }

  scan(): void {
    if (this.#active) this.#watcher.watch(this.#root);
  }

  async settled(): Promise<void> {
    do {
      await Promise.race([twoFrames(), new Promise((resolve) => setTimeout(resolve, 200))]);
      // Loaded already, though its event has not come yet.
      for (const image of [...this.#waiting])
        if (image instanceof HTMLImageElement && image.complete) this.#seen(image);
      await this.#queue.settled();
    } while (this.#active && this.#placing.size + this.#waiting.size > 0);
  }

  stop(): void {
    if (!this.#active) return;
    this.#active = false;
    this.#watcher.stop();
    this.#viewport.disconnect();
    this.#queue.stop();
    this.#abort.abort(new DOMException('The page observer was stopped.', 'AbortError'));
    for (const written of this.#written.values()) written.undo();
    this.#written.clear();
    this.#waiting.clear();
    this.#placing.clear();
  }

  #discover(subtree: ImageRoot): void {
    const elements: Element[] = imagesIn(subtree);
    if (this.#options.backgrounds) elements.push(...backgroundsIn(subtree));
    for (const element of elements) if (!this.images.has(element)) this.#place(element);
  }

  #place(element: Element): void {
    if (element.isConnected) this.#placing.add(element);
    this.#viewport.observe(element);
  }

  /** Near the viewport: at once if it has loaded, else when it has. */
  #seen(element: Element): void {
    if (element instanceof HTMLImageElement && !element.complete) {
      this.#waiting.add(element);
      return;
    }
    this.#viewport.unobserve(element);
    this.#waiting.delete(element);
    this.#queue.add(element, () => this.#process(element));
  }

  #loaded(image: HTMLImageElement): void {
    const url = this.images.get(image)?.url;
    if (url !== undefined && url !== image.currentSrc) this.#startOver(image);
    else if (this.#waiting.has(image)) this.#seen(image);
  }

  #changed(element: Element, attribute: string): void {
    const written = this.#written.get(element);
    const replaced = attribute === 'src' || attribute === 'srcset' || this.images.get(element)?.url !== urlOf(element);
    if (written && !written.isOnlyName()) {
      this.#forget(element); // The page has named it, or has taken our text out: it is the page's again.
    } else if (!written || replaced) {
      this.#startOver(element);
    }
  }

  #removed(subtree: Element): void {
    for (const element of [...this.#written.keys(), ...this.images.keys(), ...this.#waiting, ...this.#placing]) {
      if (!element.isConnected && subtree.contains(element)) this.#forget(element);
    }
  }

  #startOver(element: Element): void {
    this.#forget(element);
    if (this.#isSubject(element) && lacksAlternative(element)) this.#place(element);
  }

  #isSubject(element: Element): boolean {
    return element instanceof HTMLImageElement || (this.#options.backgrounds === true && isBackground(element));
  }

  #forget(element: Element): void {
    this.#written.get(element)?.undo();
    this.#written.delete(element);
    this.images.delete(element);
    this.#queue.remove(element);
    this.#viewport.unobserve(element);
    this.#waiting.delete(element);
    this.#placing.delete(element);
  }

  async #process(element: Element): Promise<void> {
    const url = urlOf(element);
    if (!this.#wants(element) || !url) return;
    const image = element instanceof HTMLImageElement ? element : await loadPicture(url).catch(() => null);
    if (!image || !isLoaded(image)) return this.#report({ element, url, outcome: 'skipped', skipped: 'broken' });
    const page = { ...pageContext(element), occurrences: this.#occurrences(url) };
    const description = await this.#describer.describe(image, url, page);
    if (!this.#active || !this.#wants(element) || urlOf(element) !== url) return;
    if ('skipped' in description) return this.#report({ element, url, outcome: 'skipped', ...description });
    this.#write(element, url, description.decision);
  }

  #write(element: Element, url: string, decision: AltTextDecision): void {
    const written = writeDecision(element, decision, this.#options.disclose !== false);
    if (!written) return this.#report({ element, url, outcome: 'skipped', skipped: 'unsure', decision });
    this.#written.set(element, written);
    this.#report({ element, url, outcome: decision.kind === 'alt' ? 'described' : 'decorative', decision });
  }

  #wants(element: Element): boolean {
    return this.#active && element.isConnected && !this.#written.has(element) && lacksAlternative(element);
  }

  #occurrences(url: string): number {
    return [...this.#root.querySelectorAll('img')].filter((image) => image.currentSrc === url).length || 1;
  }

  #report(image: ObservedImage): void {
    this.images.set(image.element, image);
    this.#options.onImage?.(image);
  }
}

function urlOf(element: Element): string {
  return element instanceof HTMLImageElement ? element.currentSrc || element.src : (backgroundUrl(element) ?? '');
}

function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

function twoFrames(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
