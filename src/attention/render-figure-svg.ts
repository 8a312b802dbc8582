import type { Caption } from '../shared/results.ts';
import { drawAttention, type DrawablePhoto } from './draw-attention.ts';
import { layoutFigure } from './figure-layout.ts';
import { drawTile, FADE, FIGURE_FONT, type FigureOptions, MUTED } from './render-figure.ts';

/**
 * The same figure as `renderFigure` draws, as the text of an SVG with selectable words.
 *
 * The photo is embedded once, a map for every word over it; the file needs nothing else. Page only: it encodes pictures
 * with an `HTMLCanvasElement`.
 *
 * @param results - A caption, or several of the same photo.
 * @param photo - The photo; its pixels must be readable.
 * @param options - As for `renderFigure`; `canvas` is not used.
 * @returns A complete SVG document.
 * @throws RangeError if there is no caption; `SecurityError` if the photo may not be read.
 */
export function renderFigureSvg(
  results: Caption | readonly Caption[],
  photo: DrawablePhoto,
  options: Omit<FigureOptions, 'canvas'> = {},
): string {
  const captions = 'tokens' in results ? [results] : results;
  const layout = layoutFigure(captions, options);
  const { pixelRatio = 2, background = 'white', color = '#1b1f24' } = options;
  const { width, height } = layout.tiles[0]!.rect;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * pixelRatio);
  canvas.height = Math.round(height * pixelRatio);
  drawAttention(canvas, photo, null);
  const size = `width="${width}" height="${height}"`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" ` +
      `height="${layout.height}" font-family="${escape(FIGURE_FONT)}" font-size="14" fill="${escape(color)}">`,
    `<title>${escape(captions.map(({ text }) => text).join(' / '))}</title>`,
    `<rect width="100%" height="100%" fill="${escape(background)}"/>`,
    `<defs><image id="photo" ${size} preserveAspectRatio="none" href="${canvas.toDataURL('image/jpeg', 0.85)}"/></defs>`,
  ];
  for (const { x, y, text } of layout.headings) {
    parts.push(`<text x="${x}" y="${y}" font-weight="600">${escape(text)}</text>`);
  }
  for (const { rect, row, token, label, grounded } of layout.tiles) {
    parts.push(`<use href="#photo" x="${rect.x}" y="${rect.y}"/>`);
    if (token === null) continue;
    if (!grounded) {
      const place = `x="${rect.x}" y="${rect.y}" ${size}`;
      parts.push(`<rect ${place} fill="${escape(background)}" fill-opacity="${FADE}"/>`);
    } else {
      drawTile(canvas, null, { token, grounded }, captions[row]!, options);
      const place = `x="${rect.x}" y="${rect.y}" ${size} preserveAspectRatio="none"`;
      parts.push(`<image ${place} href="${canvas.toDataURL('image/png')}"/>`);
    }
    const look = grounded ? 'font-weight="600"' : `fill="${MUTED}"`;
    const baseline = rect.y + rect.height + (layout.labelHeight * 15) / 22;
    parts.push(
      `<text x="${rect.x + rect.width / 2}" y="${baseline}" text-anchor="middle" ${look}>${escape(label)}</text>`,
    );
  }
  return `${parts.join('\n')}\n</svg>\n`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
