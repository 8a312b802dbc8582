const SVG = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes and, perhaps, text. */
function make(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

function frame(parent, label, height) {
  const svg = make('svg', { 'viewBox': `0 0 520 ${height}`, 'role': 'img', 'aria-label': label });
  parent.replaceChildren(svg);
  return svg;
}

const path = (points) => points.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/**
 * Lines over a common axis; a line with `steps` jumps instead of sloping.
 *
 * @param {HTMLElement} parent
 * @param {{ label: string, xLabel: string, range: [number, number], top: number, marker?: number,
 *   lines: { name: string, color: string, points: [number, number][] }[] }} chart
 */
export function drawLines(parent, { label, xLabel, range, top, marker, lines }) {
  const svg = frame(parent, label, 190);
  const x = (value) => 40 + ((value - range[0]) / (range[1] - range[0])) * 470;
  const y = (value) => 150 - (value / top) * 130;
  for (const share of [0, 0.5, 1]) {
    svg.append(make('line', { x1: 40, x2: 510, y1: y(share * top), y2: y(share * top), stroke: '#2d323b' }));
    svg.append(
      make('text', { 'x': 34, 'y': y(share * top) + 4, 'text-anchor': 'end' }, `${Math.round(share * top * 100)}%`),
    );
  }
  svg.append(make('text', { 'x': 275, 'y': 182, 'text-anchor': 'middle' }, xLabel));
  if (marker !== undefined) {
    svg.append(
      make('line', {
        'x1': x(marker),
        'x2': x(marker),
        'y1': 20,
        'y2': 150,
        'stroke': '#a3abb8',
        'stroke-dasharray': '4 4',
      }),
    );
  }
  lines.forEach(({ name, color, points }, index) => {
    const d = path(points.map(([at, value]) => [x(at), y(value)]));
    svg.append(make('path', { d, 'fill': 'none', 'stroke': color, 'stroke-width': 2.5, 'stroke-linejoin': 'round' }));
    svg.append(make('text', { x: 46 + index * 150, y: 14, style: `fill: ${color}` }, name));
  });
}

/**
 * Probabilities as dots on a line from 0 to 100 %, with one mark for comparison.
 *
 * @param {HTMLElement} parent
 * @param {{ label: string, dots: number[], mark: number, markName: string, mean: number }} chart
 */
export function drawDots(parent, { label, dots, mark, markName, mean }) {
  const svg = frame(parent, label, 130);
  const x = (value) => 20 + value * 480;
  svg.append(make('line', { 'x1': 20, 'x2': 500, 'y1': 90, 'y2': 90, 'stroke': '#2d323b', 'stroke-width': 2 }));
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    svg.append(make('text', { 'x': x(share), 'y': 110, 'text-anchor': 'middle' }, `${share * 100}%`));
  }
  const stacked = new Map();
  for (const value of dots) {
    const bin = Math.round(value * 80);
    const level = stacked.get(bin) ?? 0;
    stacked.set(bin, level + 1);
    svg.append(
      make('circle', {
        'cx': x(bin / 80),
        'cy': 82 - Math.min(level, 12) * 5,
        'r': 4,
        'fill': '#7cc7ff',
        'fill-opacity': 0.75,
      }),
    );
  }
  svg.append(
    make('line', { 'x1': x(mark), 'x2': x(mark), 'y1': 18, 'y2': 94, 'stroke': '#ffd166', 'stroke-width': 3 }),
  );
  const side = (value) => (value > 0.7 ? 'end' : 'start');
  svg.append(make('text', { 'x': x(mark), 'y': 14, 'text-anchor': side(mark), 'style': 'fill: #ffd166' }, markName));
  svg.append(make('path', { d: `M${x(mean)} 94l5 9h-10z`, fill: '#7cc7ff' }));
  svg.append(
    make('text', { 'x': x(mean), 'y': 127, 'text-anchor': side(mean), 'style': 'fill: #7cc7ff' }, 'mean of the draws'),
  );
}
