import type { Caption } from '../shared/results.ts';
import { groundingOf } from './grounding.ts';
import type { PixelRect } from './photo-rect.ts';

/** Measures of a figure, in CSS pixels. */
export interface FigureMeasures {
  /** Longer side of one picture. @default 150 */
  tileSize?: number;
  /** Most pictures in a line, the photo included, integer >= 2; a longer caption goes on in the next. @default 8 */
  perLine?: number;
}

/** One picture of the figure. */
export interface FigureTile {
  /** Where the picture lies. */
  rect: PixelRect;
  /** Index of the caption. */
  row: number;
  /** Index of the token; null for the photo itself. */
  token: number | null;
  /** Written below the picture. */
  label: string;
  /** False for a word that has nothing to look at. */
  grounded: boolean;
}

/** Line of text that stands above a caption's pictures. */
export interface FigureHeading {
  x: number;
  /** Baseline. */
  y: number;
  text: string;
}

/** Where everything of a figure goes, in CSS pixels. */
export interface FigureLayout {
  width: number;
  height: number;
  tiles: FigureTile[];
  headings: FigureHeading[];
  /** Height of a label below a picture; its baseline is at 15/22 of it. */
  labelHeight: number;
}

const MARGIN = 16;
const GAP = 6;
const LABEL = 22;
const HEADING = 26;

/**
 * Lays out the figure: for each caption a line of pictures, first the photo, then one a word.
 *
 * @param captions - Captions of one photo, at least one.
 * @param measures - See {@link FigureMeasures}.
 * @returns Places in CSS pixels; pictures have the aspect ratio of the photo.
 * @throws RangeError if there is no caption.
 */
export function layoutFigure(
  captions: readonly Pick<Caption, 'tokens' | 'grid' | 'attention' | 'seed' | 'text'>[],
  measures: FigureMeasures = {},
): FigureLayout {
  const first = captions[0];
  if (!first) throw new RangeError('A figure needs at least one caption.');
  const { tileSize = 150, perLine = 8 } = measures;
  const { photoWidth, photoHeight } = first.grid;
  const scale = tileSize / Math.max(photoWidth, photoHeight);
  const [width, height] = [photoWidth * scale, photoHeight * scale];
  const longest = Math.max(...captions.map(({ tokens }) => tokens.length + 1));
  const lines = Math.ceil(longest / Math.max(2, perLine));
  const columns = Math.ceil(longest / lines); // lines of about equal length
  const tiles: FigureTile[] = [];
  const headings: FigureHeading[] = [];
  let y = MARGIN;
  captions.forEach((caption, row) => {
    headings.push({ x: MARGIN, y: y + 17, text: headingOf(caption) });
    y += HEADING;
    for (let index = 0; index <= caption.tokens.length; index++) {
      const column = index % columns;
      if (index > 0 && column === 0) y += height + LABEL;
      const token = index === 0 ? null : index - 1;
      const rect = { x: MARGIN + column * (width + GAP), y, width, height };
      const source = token === null ? null : caption.tokens[token]!;
      const grounded = source !== null && groundingOf(source).grounded;
      tiles.push({ rect, row, token, label: source?.text.trim() ?? 'photo', grounded });
    }
    y += height + LABEL + 8;
  });
  return {
    width: 2 * MARGIN + columns * (width + GAP) - GAP,
    height: y + MARGIN - 8,
    tiles,
    headings,
    labelHeight: LABEL,
  };
}

function headingOf({ attention, seed, tokens }: Pick<Caption, 'attention' | 'seed' | 'tokens'>): string {
  if (attention === 'soft') return 'Soft attention: every place read, weighted by the map';
  const drawn = tokens[0]?.samples?.length ?? 1;
  return `Hard attention: ${drawn === 1 ? 'one place' : `${drawn} places`} drawn a word and only that read (seed ${seed})`;
}
