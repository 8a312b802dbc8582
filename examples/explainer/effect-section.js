import { drawDots } from './charts.js';
import { reinforce } from './draws.js';
import { GridView } from './grid-view.js';

/** Reads the caption again and again with hard attention: what each draw does to the word, and what a gradient needs. */
export class EffectSection {
  #part;
  #view;
  #subject = null;
  #draws = [];
  #soft = 0;
  #turn = 0;

  constructor(part) {
    this.#part = part;
    this.#view = new GridView(part('gradient'), 'Estimated gradient of the word, place by place');
    part('redraw').addEventListener('click', () => this.#more(24));
  }

  async start(subject) {
    this.#subject = subject;
    this.#draws = [];
    const mine = ++this.#turn;
    const { tokens } = await subject.view.align(subject.caption.text, { attention: 'soft' });
    if (mine !== this.#turn) return;
    this.#soft = Math.exp(tokens[subject.word].logProb);
    await this.#more(24);
    await this.#captions(mine);
  }

  async #more(count) {
    const { view, caption, word } = this.#subject;
    const mine = this.#turn;
    const from = this.#draws.length;
    for (let seed = from; seed < from + count; seed++) {
      const { tokens } = await view.align(caption.text, { attention: 'hard', samples: 1, seed });
      if (mine !== this.#turn) return;
      const { samples, attention, logProb } = tokens[word];
      this.#draws.push({ place: samples[0], map: attention, logProb });
      if (seed % 8 === 7) this.#show();
    }
    this.#show();
  }

  #show() {
    const { photo, caption, word } = this.#subject;
    const chances = this.#draws.map(({ logProb }) => Math.exp(logProb));
    const mean = chances.reduce((sum, value) => sum + value, 0) / chances.length;
    const text = caption.tokens[word].text.trim();
    drawDots(this.#part('effect-chart'), {
      label: `Probability of "${text}" after each of ${chances.length} draws`,
      dots: chances,
      mark: this.#soft,
      markName: `soft: ${(100 * this.#soft).toFixed(0)} %`,
      mean,
    });
    this.#part('effect-state').textContent =
      `${chances.length} draws of places: "${text}" got from ${(100 * Math.min(...chances)).toFixed(1)} % ` +
      `to ${(100 * Math.max(...chances)).toFixed(1)} %.`;
    const { mean: gradient, error } = reinforce(this.#draws);
    this.#view.set(photo, caption.grid, gradient, { signed: true });
    const size = gradient.reduce((sum, value) => sum + Math.abs(value), 0) / gradient.length;
    this.#part('gradient-state').textContent =
      `${this.#draws.length} draws. A place's estimate is ${size.toExponential(1)} on average, ` +
      `its uncertainty ${error.toExponential(1)}: the noise is ${(error / Math.max(size, 1e-12)).toFixed(1)} times the signal.`;
  }

  async #captions(mine) {
    const list = this.#part('captions');
    list.replaceChildren();
    for (let seed = 1; seed <= 5; seed++) {
      const { text } = await this.#subject.view.caption({ attention: 'hard', beams: 1, seed });
      if (mine !== this.#turn) return;
      const item = document.createElement('li');
      item.textContent = `${text} (seed ${seed})`;
      list.append(item);
    }
  }
}
