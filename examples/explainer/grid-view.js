/**
 * The photo with a value for each place drawn as a veil over it, cell by cell. With `onRead` it is a slider that the
 * pointer and the arrow keys move from place to place.
 */
export class GridView {
  #canvas = document.createElement('canvas');
  #photo = null;
  #grid = null;
  #values = null;
  #at = -1;
  #signed = false;

  /**
   * @param {HTMLElement} parent
   * @param {string} label
   * @param {((place: number) => string) | null} [onRead] - Told the place that is read; returns its text.
   */
  constructor(parent, label, onRead = null) {
    parent.append(this.#canvas);
    this.#canvas.setAttribute('role', onRead ? 'slider' : 'img');
    this.#canvas.setAttribute('aria-label', label);
    if (!onRead) return;
    this.#canvas.tabIndex = 0;
    const read = (place) => {
      this.#at = place;
      this.#canvas.setAttribute('aria-valuenow', String(place + 1));
      this.#canvas.setAttribute('aria-valuetext', onRead(place));
      this.redraw();
    };
    this.read = read;
    this.#canvas.setAttribute('aria-valuemin', '1');
    this.#canvas.addEventListener('pointermove', (event) => {
      const { rows, columns } = this.#grid;
      const box = this.#canvas.getBoundingClientRect();
      const column = Math.min(columns - 1, Math.max(0, Math.floor(((event.clientX - box.x) / box.width) * columns)));
      const row = Math.min(rows - 1, Math.max(0, Math.floor(((event.clientY - box.y) / box.height) * rows)));
      read(row * columns + column);
    });
    this.#canvas.addEventListener('keydown', (event) => {
      const { rows, columns } = this.#grid;
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const to = this.#at + step;
      if (to >= 0 && to < rows * columns) read(to);
    });
  }

  /**
   * @param {CanvasImageSource & { width: number, height: number }} photo
   * @param {{ rows: number, columns: number }} grid
   * @param {ArrayLike<number>} values - One a place. With `signed`, dark is negative and light positive.
   */
  set(photo, grid, values, { signed = false } = {}) {
    const scale = Math.min(1, 900 / Math.max(photo.width, photo.height));
    this.#canvas.width = Math.round(photo.width * scale);
    this.#canvas.height = Math.round(photo.height * scale);
    if (this.read) this.#canvas.setAttribute('aria-valuemax', String(grid.rows * grid.columns));
    [this.#photo, this.#grid, this.#values, this.#signed] = [photo, grid, values, signed];
    this.redraw();
  }

  redraw() {
    if (!this.#photo) return;
    const { width, height } = this.#canvas;
    const { rows, columns } = this.#grid;
    const context = this.#canvas.getContext('2d');
    context.drawImage(this.#photo, 0, 0, width, height);
    const highest = Math.max(...Array.from(this.#values, Math.abs), Number.MIN_VALUE);
    const [w, h] = [width / columns, height / rows];
    for (let place = 0; place < rows * columns; place++) {
      const value = this.#values[place] / highest;
      const level = this.#signed ? (value + 1) / 2 : value;
      context.fillStyle = `rgb(${level * 255} ${level * 255} ${level * 255} / 78%)`;
      context.fillRect((place % columns) * w, Math.floor(place / columns) * h, w + 0.5, h + 0.5);
    }
    if (this.#at < 0) return;
    context.lineWidth = 3;
    context.strokeStyle = '#ffd166';
    context.strokeRect((this.#at % columns) * w, Math.floor(this.#at / columns) * h, w, h);
  }
}
