import type { Caption } from '../shared/results.ts';
import { drawAttention, newCanvas, type AnyCanvas, type DrawablePhoto, type DrawOptions } from './draw-attention.ts';
import { type FigureLayout, type FigureMeasures, type FigureTile, layoutFigure } from './figure-layout.ts';

/** Options of {@link renderFigure} and `renderFigureSvg`. */
export interface FigureOptions extends FigureMeasures, Pick<DrawOptions, 'style' | 'opacity' | 'method' | 'sigma'> {
  /** Where to draw; a new canvas otherwise. */
  canvas?: AnyCanvas;
  /** Pixels of the canvas per CSS pixel. @default 2 */
  pixelRatio?: number;
  /** CSS colour behind everything. @default 'white' */
  background?: string;
  /** CSS colour of the text. @default '#1b1f24' */
  color?: string;
}

/** Defaults of the look: that of the figures of Xu et al. (2015), a little sharper. */
export const FIGURE_LOOK = { style: 'gray', opacity: 0.8, method: 'gaussian', sigma: 0.8 } as const;
/** Fonts of the figure; no font is fetched. */
export const FIGURE_FONT = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
/** Colour of a word that has nothing to look at. */
export const MUTED = '#8a929c';

/**
 * Draws the figure that made this idea famous: for every word of a caption the photo with the word's map over it,
 * lighter = higher. Hand over a soft and a hard caption of one photo for two rows.
 *
 * A soft word shows its distribution, a hard word the places that were drawn. A word that has nothing to look at
 * ("of", "is") is written in grey under the faded photo, without a map.
 *
 * @param results - A caption, or several of the same photo.
 * @param photo - The photo.
 * @param options - See {@link FigureOptions}.
 * @returns The canvas, sized to the figure.
 * @throws RangeError if there is no caption.
 * @example
 * const soft = await captioner.caption(photo);
 * const hard = await captioner.caption(photo, { attention: 'hard', beams: 1 });
 * const canvas = document.createElement('canvas');
 * renderFigure([soft, hard], img, { canvas });
 * document.body.append(canvas);
 */
export function renderFigure(
  results: Caption | readonly Caption[],
  photo: DrawablePhoto,
  options: FigureOptions = {},
): AnyCanvas {
  const captions = 'tokens' in results ? [results] : results;
  const layout = layoutFigure(captions, options);
  const { pixelRatio = 2, background = 'white', color = '#1b1f24' } = options;
  const canvas = options.canvas ?? newCanvas(1, 1);
  canvas.width = Math.round(layout.width * pixelRatio);
  canvas.height = Math.round(layout.height * pixelRatio);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(pixelRatio, pixelRatio);
  for (const { rect, ...tile } of layout.tiles) {
    const picture = newCanvas(Math.round(rect.width * pixelRatio), Math.round(rect.height * pixelRatio));
    drawTile(picture, photo, tile, captions[tile.row]!, options);
    context.drawImage(picture, rect.x, rect.y, rect.width, rect.height);
    if (tile.token === null || tile.grounded) continue;
    context.globalAlpha = FADE;
    context.fillStyle = background;
    context.fillRect(rect.x, rect.y, rect.width, rect.height);
    context.globalAlpha = 1;
  }
  write(context, layout, color);
  return canvas;
}

/** How far the photo of a word that has nothing to look at goes over into the background. */
export const FADE = 0.72;

/** Draws one picture of the figure, which fills the canvas; without photo the map alone. */
export function drawTile(
  canvas: AnyCanvas,
  photo: DrawablePhoto | null,
  tile: Pick<FigureTile, 'token' | 'grounded'>,
  caption: Caption,
  options: FigureOptions,
): void {
  const { style, opacity, method, sigma } = { ...FIGURE_LOOK, ...options };
  const look = { style, opacity, method, sigma, grid: caption.grid, samples: false, onlySamples: true };
  const token = tile.token !== null && tile.grounded ? caption.tokens[tile.token]! : null;
  drawAttention(canvas, photo, token, look);
}

function write(context: CanvasRenderingContext2D, layout: FigureLayout, color: string): void {
  context.fillStyle = color;
  context.font = `600 14px ${FIGURE_FONT}`;
  for (const { x, y, text } of layout.headings) context.fillText(text, x, y);
  context.textAlign = 'center';
  for (const { rect, label, token, grounded } of layout.tiles) {
    context.font = `${grounded ? '600' : '400'} 14px ${FIGURE_FONT}`;
    context.fillStyle = grounded ? color : MUTED;
    if (token === null) continue;
    context.fillText(label, rect.x + rect.width / 2, rect.y + rect.height + (layout.labelHeight * 15) / 22, rect.width);
  }
}
