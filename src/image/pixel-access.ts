import type { PixelsPayload } from '../shared/protocol.ts';
import { errorName, imageError } from './image-errors.ts';

/** Longest side that the main thread reads pixels at, where the worker cannot: 4 MB, a few milliseconds. */
const FALLBACK_SIDE = 1024;

/** Whether workers of this browser can read pixels from a bitmap (not before Safari 16.4). */
export function workersReadPixels(): boolean {
  return typeof OffscreenCanvas !== 'undefined' && new OffscreenCanvas(1, 1).getContext('2d') !== null;
}

/**
 * Fails if the page may not read the bitmap's pixels: another origin's photo without CORS lets itself be copied, and
 * only reading tells.
 *
 * @throws {@link InvalidInputError} `image-cross-origin`.
 */
export function checkReadable(bitmap: ImageBitmap): void {
  const context = context2d(1, 1);
  try {
    context.drawImage(bitmap, 0, 0, 1, 1, 0, 0, 1, 1);
    context.getImageData(0, 0, 1, 1);
  } catch (cause) {
    throw crossOriginError(cause);
  }
}

/**
 * Reads the pixels here, for a worker that cannot; shrunk to 1024 pixels a side, which bounds the time it takes.
 *
 * @param background - CSS colour under transparent pixels.
 */
export function readPixels(bitmap: ImageBitmap, background: string): PixelsPayload {
  const scale = Math.min(1, FALLBACK_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = context2d(width, height);
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return { rgba: context.getImageData(0, 0, width, height).data, width, height };
}

/** What the browser calls a SecurityError, or gives on a tainted canvas. */
export function crossOriginError(cause: unknown): unknown {
  if (errorName(cause) !== 'SecurityError') return cause;
  return imageError(
    'image-cross-origin',
    'The page may not read the pixels: they come from another origin.',
    {},
    cause,
  );
}

function context2d(width: number, height: number): CanvasRenderingContext2D {
  const canvas =
    typeof document === 'undefined'
      ? new OffscreenCanvas(width, height)
      : Object.assign(document.createElement('canvas'), { width, height });
  return canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
}
