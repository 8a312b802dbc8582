import { groundingOf } from './grounding.ts';
import { type GridShape, shapeOf } from './grid-shape.ts';
import { regions } from './regions.ts';

/** Shares of the photo that a person can picture, largest first. */
const SHARES: readonly (readonly [atLeast: number, words: string])[] = [
  [0.7, 'most of the photo'],
  [0.42, 'about half of the photo'],
  [0.29, 'about a third of the photo'],
  [0.22, 'about a quarter of the photo'],
  [0.15, 'about a fifth of the photo'],
  [0.07, 'about a tenth of the photo'],
  [0.03, 'about a twentieth of the photo'],
  [0, 'a small spot'],
];

/**
 * Says in words where a word looked, for someone who cannot see the map: "dog: lower left, about a tenth of the photo".
 *
 * The place is the centre of mass of the heaviest region on a grid of thirds, its size the share of the photo that the
 * region covers. With hard attention the drawn place is told instead. English.
 *
 * @param token - A token of a caption.
 * @param grid - `caption.grid`. Default: a square.
 * @returns One line without a full stop; for a word that has nothing to look at, the line says that.
 */
export function placeSentence(
  token: { text: string; attention: ArrayLike<number>; samples?: readonly number[] | undefined },
  grid: GridShape = shapeOf(token.attention),
): string {
  const word = token.text.trim();
  const grounding = groundingOf(token);
  if (!grounding.grounded) {
    return `${word}: ${grounding.reason === 'diffuse' ? 'looked everywhere alike' : 'nothing to look at'}`;
  }
  if (token.samples && token.samples.length > 0) {
    const places = token.samples.map((cell) => nameOf(centreOf([cell], token.attention, grid)));
    return `${word}: looked at ${places.length} of ${grid.rows * grid.columns} places, ${[...new Set(places)].join(' and ')}`;
  }
  const region = regions(token, grid)[0];
  if (!region) return `${word}: nothing to look at`;
  const share = SHARES.find(([atLeast]) => region.area >= atLeast)![1];
  return `${word}: ${nameOf(centreOf(region.cells, token.attention, grid))}, ${share}`;
}

function centreOf(cells: readonly number[], map: ArrayLike<number>, { rows, columns }: GridShape): [number, number] {
  let [x, y, mass] = [0, 0, 0];
  for (const cell of cells) {
    const weight = map[cell]! + Number.MIN_VALUE; // a drawn place may have rounded to no mass at all
    x += ((cell % columns) + 0.5) * weight;
    y += (Math.floor(cell / columns) + 0.5) * weight;
    mass += weight;
  }
  return [x / mass / columns, y / mass / rows];
}

function nameOf([x, y]: [number, number]): string {
  const across = x < 1 / 3 ? 'left' : x > 2 / 3 ? 'right' : '';
  const down = y < 1 / 3 ? 'upper' : y > 2 / 3 ? 'lower' : '';
  if (across === '' && down === '') return 'centre';
  if (across === '') return down === 'upper' ? 'top centre' : 'bottom centre';
  return down === '' ? `${across} of centre` : `${down} ${across}`;
}
