import { decodeFile } from './decode-file.ts';
import { imageError } from './image-errors.ts';
import { checkSize } from './image-limits.ts';
import { bitmapOfImage } from './rasterize-svg.ts';

/** From this many pixels on, decoding in place would hold the main thread for most of a frame. */
const IN_PLACE_PIXELS = 500_000;

/**
 * Copies the picture of an image element.
 *
 * Engines decode an image element for `createImageBitmap` on the main thread, 200 ms for 12 megapixels, even if it is
 * on the screen. The bytes of a larger one are therefore taken from the browser's cache once more and decoded in the
 * background; where that is not possible, the element is decoded in place.
 *
 * @throws {@link InvalidInputError} `image-not-ready`, `image-too-large`.
 */
export async function imageElementBitmap(image: HTMLImageElement, signal: AbortSignal): Promise<ImageBitmap> {
  const src = image.currentSrc || image.src;
  if (!src) throw imageError('image-not-ready', 'The image element has no source.');
  if (!image.complete) throw imageError('image-not-ready', 'The image element is still loading.', { src });
  try {
    await image.decode();
  } catch (cause) {
    if (image.naturalWidth > 0) throw cause;
    throw imageError('image-not-ready', 'The image element failed to load its picture.', { src }, cause);
  }
  const { naturalWidth, naturalHeight } = image;
  if (naturalWidth > 0) checkSize(naturalWidth, naturalHeight);
  const background = naturalWidth * naturalHeight > IN_PLACE_PIXELS ? await decodeCached(image, src, signal) : null;
  return background ?? bitmapOfImage(image);
}

/** Null if the bytes cannot be had, or are no longer the picture that the element shows. */
async function decodeCached(image: HTMLImageElement, src: string, signal: AbortSignal): Promise<ImageBitmap | null> {
  try {
    const mode = image.crossOrigin === null ? 'same-origin' : 'cors';
    const credentials = image.crossOrigin === 'use-credentials' ? 'include' : 'same-origin';
    const response = await fetch(src, { cache: 'force-cache', mode, credentials, signal });
    if (!response.ok) return null;
    const { bitmap } = await decodeFile(await response.blob());
    if (bitmap.width === image.naturalWidth && bitmap.height === image.naturalHeight) return bitmap;
    bitmap.close();
  } catch {
    signal.throwIfAborted();
  }
  return null;
}
