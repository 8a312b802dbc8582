import { groundingOf, placeSentence } from 'saccade';

/**
 * The words of a caption as buttons: hovering, focusing or tapping one calls `onShow` with its token, leaving with null.
 * Tab and the arrow keys go from word to word; Escape shows the photo plain.
 */
export class Words {
  #group;
  #onShow;
  #tokens = [];
  #shown = -1;
  #timer = 0;

  /**
   * @param {HTMLElement} group
   * @param {(token: import('saccade').CaptionToken | null, sentence: string) => void} onShow
   */
  constructor(group, onShow) {
    this.#group = group;
    this.#onShow = onShow;
    group.addEventListener('pointerover', (event) => this.#from(event));
    group.addEventListener('pointerleave', () => {
      if (!group.contains(document.activeElement)) this.show(-1);
    });
    group.addEventListener('focusin', (event) => this.#from(event));
    group.addEventListener('focusout', (event) => {
      if (!group.contains(event.relatedTarget)) this.show(-1);
    });
    group.addEventListener('click', (event) => this.#from(event));
    group.addEventListener('keydown', (event) => this.#onKey(event));
  }

  clear() {
    this.stop();
    this.#group.replaceChildren();
    this.#tokens = [];
    this.show(-1);
  }

  /** @param {import('saccade').CaptionToken} token */
  add(token) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `word new${groundingOf(token).grounded ? '' : ' ungrounded'}`;
    button.dataset.index = String(this.#tokens.length);
    button.style.setProperty('--sure', `${Math.round(100 * Math.exp(token.logProb))}%`);
    button.textContent = token.text.trim();
    button.ariaLabel = placeSentence(token);
    if (this.#tokens.length > 0) this.#group.append(' ');
    this.#group.append(button);
    this.#tokens.push(token);
  }

  /** Shows the words one after the other; ends on the photo as it is. */
  play() {
    this.stop();
    const step = (index) => {
      this.show(index < this.#tokens.length ? index : -1);
      if (index >= this.#tokens.length) return;
      this.#timer = setTimeout(step, groundingOf(this.#tokens[index]).grounded ? 1100 : 350, index + 1);
    };
    step(0);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** @param {number} index - A token; -1 for none. */
  show(index) {
    this.#shown = index;
    for (const button of this.#group.children) {
      button.classList.toggle('shown', Number(button.dataset.index) === index);
    }
    this.redraw();
  }

  redraw() {
    const token = this.#tokens[this.#shown] ?? null;
    this.#onShow(token, token ? sentenceOf(token) : '');
  }

  #from(event) {
    const button = event.target.closest?.('.word');
    if (!button) return;
    this.stop();
    this.show(Number(button.dataset.index));
  }

  #onKey(event) {
    const buttons = [...this.#group.querySelectorAll('.word')];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Escape') this.show(-1);
    if (to === undefined || !buttons[to]) return;
    event.preventDefault();
    buttons[to].focus();
  }
}

function sentenceOf(token) {
  const sure = Math.round(100 * Math.exp(token.logProb));
  return `${placeSentence(token)} (${sure < 1 ? 'under 1' : sure} % sure of the word)`;
}
