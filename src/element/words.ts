import { groundingOf } from '../attention/grounding.ts';
import { placeSentence } from '../attention/place-sentence.ts';
import type { CaptionToken, Grid } from '../shared/results.ts';

/** How long a word is shown while playing, in milliseconds; shorter where it has nothing to look at. */
const PLAY_MS = { grounded: 1200, ungrounded: 350 };

/**
 * The words of a caption as a toolbar of buttons: one stop for the Tab key, arrow keys from word to word.
 * Each button's name says where its word looked, for those who cannot see the map.
 */
export class Words {
  readonly #group: HTMLElement;
  readonly #onShow: (token: CaptionToken | null) => void;
  #tokens: CaptionToken[] = [];
  #shown = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onEnd: (() => void) | null = null;

  constructor(group: HTMLElement, onShow: (token: CaptionToken | null) => void) {
    this.#group = group;
    this.#onShow = onShow;
    const choose = (event: Event) => {
      const index = this.#buttons.indexOf((event.target as Element).closest('button') as HTMLButtonElement);
      if (index < 0) return;
      this.stop();
      this.show(index);
    };
    for (const type of ['pointerover', 'focusin', 'click']) group.addEventListener(type, choose);
    group.addEventListener('pointerleave', () => {
      if (!group.matches(':focus-within')) this.#rest();
    });
    group.addEventListener('focusout', (event) => {
      if (!group.contains(event.relatedTarget as Node | null)) this.#rest();
    });
    group.addEventListener('keydown', (event) => {
      this.#onKey(event);
    });
  }

  get tokens(): readonly CaptionToken[] {
    return this.#tokens;
  }

  get playing(): boolean {
    return this.#onEnd !== null;
  }

  set(tokens: readonly CaptionToken[], grid: Grid): void {
    this.stop();
    this.#tokens = [...tokens];
    this.#group.replaceChildren(
      ...tokens.flatMap((token, index) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.part.add('word');
        button.tabIndex = index === 0 ? 0 : -1;
        button.textContent = token.text.trim();
        button.ariaLabel = placeSentence(token, grid);
        button.classList.toggle('ungrounded', !groundingOf(token).grounded);
        return index === 0 ? [button] : [' ', button];
      }),
    );
    this.show(-1);
  }

  /** Shows one word's map; -1 shows the photo as it is. */
  show(index: number): void {
    this.#shown = index;
    this.#buttons.forEach((button, at) => {
      button.classList.toggle('shown', at === index);
      if (index >= 0) button.tabIndex = at === index ? 0 : -1;
    });
    this.redraw();
  }

  redraw(): void {
    this.#onShow(this.#tokens[this.#shown] ?? null);
  }

  /** Shows the words one after the other; calls `onEnd` at the end, or when it is stopped. */
  play(onEnd: () => void): void {
    this.stop();
    this.#onEnd = onEnd;
    const step = (index: number) => {
      const token = this.#tokens[index];
      this.show(token ? index : -1);
      if (!token) return this.stop();
      this.#timer = setTimeout(step, PLAY_MS[groundingOf(token).grounded ? 'grounded' : 'ungrounded'], index + 1);
    };
    step(0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#onEnd?.();
    this.#onEnd = null;
  }

  get #buttons(): HTMLButtonElement[] {
    return [...this.#group.querySelectorAll('button')];
  }

  #rest(): void {
    if (!this.playing) this.show(-1);
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.#tokens.length - 1;
    const at = Math.max(0, this.#shown);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[
      event.key
    ];
    if (event.key === 'Escape') this.show(-1);
    if (to === undefined || to < 0 || to > last) return;
    event.preventDefault();
    this.#buttons[to]!.focus();
  }
}
