import { drawLines } from './charts.js';
import { drawPlace, gumbelNoise } from './draws.js';

/** Raises and lowers the score of the most attended place: the soft share slides, the hard draw jumps. */
export class NudgeSection {
  #part;
  #token = null;
  #noise = [];

  constructor(part) {
    this.#part = part;
    part('nudge').addEventListener('input', () => this.#show());
  }

  start(token) {
    this.#token = token;
    const place = token.attention.indexOf(Math.max(...token.attention));
    // Dice that let the draw change within the range of the slider; nearly all do.
    do this.#noise = gumbelNoise(token.attention.length);
    while (this.#drawn(place, -4) === this.#drawn(place, 4));
    this.#show();
  }

  #show() {
    const place = this.#token.attention.indexOf(Math.max(...this.#token.attention));
    const nudge = Number(this.#part('nudge').value);
    const steps = Array.from({ length: 161 }, (_, index) => -4 + index / 20);
    drawLines(this.#part('nudge-chart'), {
      label: 'How much of the most attended place is read, by its score: soft slides, hard jumps',
      xLabel: 'change of the score',
      range: [-4, 4],
      top: 1,
      marker: nudge,
      lines: [
        { name: 'soft: its share', color: '#ffd166', points: steps.map((step) => [step, this.#share(place, step)]) },
        { name: 'hard: drawn or not', color: '#7cc7ff', points: steps.map((step) => [step, this.#drawn(place, step)]) },
      ],
    });
    this.#part('nudge-value').textContent =
      `${nudge >= 0 ? '+' : ''}${nudge.toFixed(1)}: soft reads ${(100 * this.#share(place, nudge)).toFixed(1)} % of it, ` +
      `hard ${this.#drawn(place, nudge) ? 'reads it' : 'reads another place'}`;
  }

  /** Its share after softmax, the other scores unchanged. */
  #share(place, nudge) {
    const raised = this.#token.attention[place] * Math.exp(nudge);
    return raised / (1 - this.#token.attention[place] + raised);
  }

  /** 1 if it is the place drawn, the dice being the same. */
  #drawn(place, nudge) {
    const map = this.#token.attention.slice();
    map[place] *= Math.exp(nudge);
    return drawPlace(map, this.#noise) === place ? 1 : 0;
  }
}
