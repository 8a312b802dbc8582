import { InvalidInputError } from '../shared/errors/invalid-input-error.ts';
import type { CodesOf } from '../shared/errors/error-codes.ts';

type ImageCode = Extract<CodesOf<'InvalidInputError'>, `image-${string}` | 'unsupported-image-type'>;

const REMEDIES: Record<ImageCode, string> = {
  'unsupported-image-type': 'Hand over an image element, canvas, video, ImageBitmap, ImageData, Blob, URL or bytes.',
  'image-decode': 'Hand over a JPEG, PNG, WebP, GIF, AVIF, BMP or SVG file that this browser can show.',
  'image-fetch': 'Check the address and the reply; a photo on another origin needs CORS headers.',
  'image-cross-origin':
    'Serve the photo from the page\'s origin, or with CORS headers and crossorigin="anonymous" on the element.',
  'image-not-ready': "Wait until it has loaded: await image.decode(), or the video's loadeddata event.",
  'image-empty': 'Hand over an image that is at least 1 x 1 pixels.',
  'image-too-large': 'Scale the image down first.',
  'image-detached': 'Hand it over before closing or transferring it.',
};

/**
 * Makes the typed error for a photo.
 *
 * @param details - Facts; cloneable.
 * @param cause - What the browser threw.
 */
export function imageError(
  code: ImageCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): InvalidInputError {
  const remedy = REMEDIES[code];
  return new InvalidInputError(code, message, cause === undefined ? { details, remedy } : { details, remedy, cause });
}

/** `image-empty`. */
export function imageEmptyError(width: number, height: number): InvalidInputError {
  return imageError('image-empty', `The image is ${String(width)} x ${String(height)} pixels.`, { width, height });
}

/** `image-too-large`, with the limits. */
export function imageTooLargeError(
  width: number,
  height: number,
  maxSide: number,
  maxPixels: number,
): InvalidInputError {
  return imageError(
    'image-too-large',
    `The image is ${String(width)} x ${String(height)} pixels; the limit is ${String(maxSide)} a side and ` +
      `${String(maxPixels / 1e6)} megapixels.`,
    { width, height, maxSide, maxPixels },
  );
}

/** Name of what was thrown, for telling a SecurityError from an InvalidStateError. */
export function errorName(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : '';
}
