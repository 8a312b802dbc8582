import { imageEmptyError, imageTooLargeError } from './image-errors.ts';

/** Longest side of a photo in pixels. */
export const MAX_SIDE = 16_384;
/** Most pixels of a photo: 120 megapixels, which a browser decodes to 480 MB. */
export const MAX_PIXELS = 120_000_000;

/**
 * Refuses what no device should be asked to decode. Called on the size in the file's header, before decoding, where
 * the header can be read.
 *
 * @throws {@link InvalidInputError} `image-empty` or `image-too-large`.
 */
export function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw imageEmptyError(width, height);
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
    throw imageTooLargeError(width, height, MAX_SIDE, MAX_PIXELS);
  }
}
