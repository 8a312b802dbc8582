import type { CaptionToken } from '../shared/results.ts';
import { drawAttention, type DrawOptions } from './draw-attention.ts';
import { fittedSize, type ObjectFit } from './photo-rect.ts';

/**
 * Draws a word's map on a canvas that lies over an `<img>`, the map exactly on the pixels of the photo.
 *
 * Reads `object-fit`, `object-position`, border and padding of the image as they are computed now, and moves and sizes
 * the canvas to its content box at the device's pixel ratio. The canvas must be positioned absolutely, and the image's
 * `offsetParent` must be the canvas's. Call it again when the layout changes.
 *
 * @param image - In the page, complete.
 * @param canvas - In the page, beside the image.
 * @param token - The token whose map is drawn; null clears the canvas.
 * @param options - As for `drawAttention`; `fit`, `position`, `photoSize` and `pixelRatio` come from the page.
 * @example
 * word.onmouseenter = () => overlayAttention(img, canvas, caption.tokens[2], { grid: caption.grid });
 * word.onmouseleave = () => overlayAttention(img, canvas, null);
 */
export function overlayAttention(
  image: HTMLImageElement,
  canvas: HTMLCanvasElement,
  token: Pick<CaptionToken, 'attention' | 'samples'> | null,
  options: Omit<DrawOptions, 'fit' | 'position' | 'photoSize' | 'pixelRatio'> = {},
): void {
  const style = getComputedStyle(image);
  const inset = (side: string) =>
    parseFloat(style.getPropertyValue(`padding-${side}`)) + parseFloat(style.getPropertyValue(`border-${side}-width`));
  const width = image.offsetWidth - inset('left') - inset('right');
  const height = image.offsetHeight - inset('top') - inset('bottom');
  canvas.style.left = `${image.offsetLeft + inset('left')}px`;
  canvas.style.top = `${image.offsetTop + inset('top')}px`;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pixelRatio = devicePixelRatio;
  canvas.width = Math.max(1, Math.round(width * pixelRatio));
  canvas.height = Math.max(1, Math.round(height * pixelRatio));
  const photoSize = { width: image.naturalWidth * pixelRatio, height: image.naturalHeight * pixelRatio };
  const fit = (style.objectFit || 'fill') as ObjectFit;
  const position = positionOf(style.objectPosition, photoSize, canvas, fit, pixelRatio);
  drawAttention(canvas, null, token, { ...options, photoSize, pixelRatio, fit, position });
}

/** Computed `object-position` ("50% 50%", "10px 0%") as fractions of the free space of each axis. */
function positionOf(
  text: string,
  photo: { width: number; height: number },
  box: { width: number; height: number },
  fit: ObjectFit,
  pixelRatio: number,
): [number, number] {
  const [width, height] = fittedSize(photo, box, fit);
  const free = [box.width - width, box.height - height] as const;
  const parts = text.split(/\s+/);
  const fraction = (part: string | undefined, space: number): number => {
    const value = parseFloat(part ?? '50');
    if (Number.isNaN(value)) return 0.5;
    if (part?.endsWith('px')) return space === 0 ? 0 : (value * pixelRatio) / space;
    return value / 100;
  };
  return [fraction(parts[0], free[0]), fraction(parts[1], free[1])];
}
