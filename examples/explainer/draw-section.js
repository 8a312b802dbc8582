import { drawLines } from './charts.js';
import { Tally } from './draws.js';
import { GridView } from './grid-view.js';

/** Draws from the map and counts, until the counts approach the map. */
export class DrawSection {
  #part;
  #view;
  #now = null;
  #tally = null;

  constructor(part) {
    this.#part = part;
    this.#view = new GridView(part('counts'), 'How often each place was drawn');
    part('draw-1').addEventListener('click', () => this.#draw(1));
    part('draw-1000').addEventListener('click', () => this.#draw(1000));
    part('draw-reset').addEventListener('click', () => this.start(...this.#now));
  }

  start(photo, grid, token) {
    this.#now = [photo, grid, token];
    this.#tally = new Tally(token.attention);
    this.#draw(1);
  }

  #draw(times) {
    const [photo, grid, { attention }] = this.#now;
    const tally = this.#tally;
    tally.draw(times);
    this.#view.set(photo, grid, tally.counts);
    const row = Math.floor(tally.last / grid.columns) + 1;
    this.#part('draws').textContent =
      `${tally.total} ${tally.total === 1 ? 'draw' : 'draws'}; the last hit row ${row}, column ${(tally.last % grid.columns) + 1}, ` +
      `which has ${(100 * attention[tally.last]).toFixed(1)} % of the map. ` +
      `The counts differ from the map by ${(100 * tally.distance).toFixed(1)} % (total variation).`;
    drawLines(this.#part('distance-chart'), {
      label: 'Distance of the counts from the map, by number of draws',
      xLabel: `${tally.total} draws`,
      range: [0, tally.total],
      top: 1,
      lines: [{ name: 'counts against map', color: '#7cc7ff', points: [[0, 1], ...tally.history] }],
    });
  }
}
