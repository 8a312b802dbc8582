import type { AttentionStyle } from '../attention/paint-map.ts';
import { groundingOf } from '../attention/grounding.ts';
import { overlayAttention } from '../attention/overlay-attention.ts';
import { placeSentence } from '../attention/place-sentence.ts';
import { isSaccadeError } from '../shared/errors/saccade-error.ts';
import type { AttentionMode, CaptionOptions } from '../shared/options.ts';
import type { Caption, CaptionToken } from '../shared/results.ts';
import { STYLE, TEMPLATE } from './style.ts';
import { Words } from './words.ts';

/** Importing the module on a server must not fail for want of the DOM. */
const Base = (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (class {} as typeof HTMLElement);

/** Attributes that make a new caption necessary. */
const READ = ['src', 'attention', 'beams', 'seed'];

/**
 * `<saccade-caption src="photo.jpg">`: a photo with its caption; hovering, focusing or tapping a word shows where the
 * model looked.
 *
 * Attributes: `src`; `attention` (`soft`, `hard`); `beams`; `seed`; `map` (`spotlight`, `cividis`, `viridis`, `gray`);
 * `loading` (`lazy`, the default: captions when it comes into view; `eager`); `plain` leaves the buttons out.
 * Events, which bubble: `captioned` with the caption as `detail`, `captionerror` with the error.
 * Parts for styling: `figure frame photo map figcaption caption word place error controls button`.
 * Every element of a page uses the captioner of `sharedCaptioner()`.
 */
export class SaccadeCaptionElement extends Base {
  static readonly observedAttributes = [...READ, 'map', 'plain'];
  #words: Words | null = null;
  #caption: Caption | null = null;
  #running = new AbortController();
  #visibility: IntersectionObserver | null = null;
  #size: ResizeObserver | null = null;
  #pending = false;

  /** What the model said; null until then. */
  get caption(): Caption | null {
    return this.#caption;
  }

  connectedCallback(): void {
    if (!this.shadowRoot) this.#build();
    this.#size = new ResizeObserver(() => this.#words?.redraw());
    this.#size.observe(this.#part('img'));
    this.#schedule();
  }

  disconnectedCallback(): void {
    this.#running.abort();
    this.#visibility?.disconnect();
    this.#size?.disconnect();
    this.#words?.stop();
  }

  attributeChangedCallback(name: string): void {
    if (!this.#words) return;
    if (READ.includes(name)) this.#schedule();
    else this.#refresh();
  }

  /** Shows the words' maps one after the other; once more stops it. */
  play(): void {
    const words = this.#words;
    if (!words) return;
    if (words.playing) return words.stop();
    const button = this.#part('.play');
    button.textContent = 'Stop';
    words.play(() => {
      button.textContent = 'Play the words';
    });
  }

  #build(): void {
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.innerHTML = `<style>${STYLE}</style>${TEMPLATE}`;
    this.#words = new Words(this.#part('.caption'), (token) => {
      this.#show(token);
    });
    this.#part('.play').onclick = () => {
      this.play();
    };
    this.#part('.hard').onclick = () => {
      this.setAttribute('attention', this.#mode === 'hard' ? 'soft' : 'hard');
    };
    this.#part('.again').onclick = () => {
      this.setAttribute('seed', String(crypto.getRandomValues(new Uint32Array(1))[0]));
    };
  }

  get #mode(): AttentionMode {
    return this.getAttribute('attention') === 'hard' ? 'hard' : 'soft';
  }

  /** Captions once for all attributes that change together, and not before the element is seen. */
  #schedule(): void {
    this.#running.abort();
    this.#visibility?.disconnect();
    const image = this.#part<HTMLImageElement>('img');
    const src = this.getAttribute('src');
    if (!src) return;
    if (image.getAttribute('src') !== src) {
      image.src = src;
      this.#caption = null;
      this.#words!.set([], { rows: 0, columns: 0, photoWidth: 0, photoHeight: 0 });
    }
    this.#refresh();
    if (this.getAttribute('loading') === 'eager') return this.#soon();
    this.#visibility = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.#visibility?.disconnect();
      this.#soon();
    });
    this.#visibility.observe(this);
  }

  #soon(): void {
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      if (this.isConnected) void this.#read();
    });
  }

  async #read(): Promise<void> {
    const { signal } = (this.#running = new AbortController());
    const error = this.#part('.error');
    error.hidden = true;
    this.setAttribute('aria-busy', 'true');
    try {
      const { sharedCaptioner } = await import('../index.ts'); // fetched when the first element comes into view
      const captioner = await sharedCaptioner();
      const image = this.#part<HTMLImageElement>('img');
      await image.decode().catch(() => undefined); // the captioner tells why
      signal.throwIfAborted();
      const caption = await captioner.caption(image, { ...this.#options(), signal });
      signal.throwIfAborted();
      this.#caption = caption;
      image.alt = caption.text;
      this.#words!.set(caption.tokens, caption.grid);
      this.#refresh();
      this.dispatchEvent(new CustomEvent('captioned', { detail: caption, bubbles: true }));
    } catch (failure) {
      if (signal.aborted) return;
      error.hidden = false;
      error.textContent = [(failure as Error).message, isSaccadeError(failure) ? failure.remedy : ''].join(' ').trim();
      this.dispatchEvent(new CustomEvent('captionerror', { detail: failure, bubbles: true }));
    } finally {
      if (!signal.aborted) this.removeAttribute('aria-busy');
    }
  }

  #options(): CaptionOptions {
    const numbers = ['beams', 'seed'].flatMap((name) => {
      const value = this.getAttribute(name);
      return value === null ? [] : [[name, Number(value)] as const];
    });
    return { attention: this.#mode, ...Object.fromEntries(numbers) };
  }

  #refresh(): void {
    this.#part('.caption').hidden = !this.#caption;
    this.#part('.controls').hidden = !this.#caption || this.hasAttribute('plain');
    this.#part('.hard').ariaPressed = String(this.#mode === 'hard');
    this.#part('.again').hidden = this.#mode !== 'hard';
    this.#words?.redraw();
  }

  #show(token: CaptionToken | null): void {
    const grid = this.#caption?.grid;
    const drawn = token && (token.samples || groundingOf(token).grounded) ? token : null;
    const style = (this.getAttribute('map') ?? 'spotlight') as AttentionStyle;
    overlayAttention(this.#part<HTMLImageElement>('img'), this.#part<HTMLCanvasElement>('canvas'), drawn, {
      ...(grid ? { grid } : {}),
      style,
    });
    this.#part('.place').textContent = token && grid ? placeSentence(token, grid) : '';
  }

  #part<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.shadowRoot!.querySelector<E>(selector)!;
  }
}
