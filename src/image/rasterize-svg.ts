import { checkSize } from './image-limits.ts';

/** Longer side in pixels that an SVG without a size of its own is drawn at. */
const SVG_DEFAULT_SIDE = 512;

/**
 * Draws an SVG file at its own size, or at 512 pixels a side where it has none.
 *
 * `createImageBitmap` refuses SVG Blobs, so an image element decodes it; the page's CSP must allow `img-src blob:`.
 */
export async function rasterizeSvg(file: Blob): Promise<ImageBitmap> {
  const url = URL.createObjectURL(new Blob([file], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await bitmapOfImage(image);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Bitmap of a loaded image element, vector or raster, at its natural size. */
export async function bitmapOfImage(image: HTMLImageElement): Promise<ImageBitmap> {
  const { naturalWidth, naturalHeight } = image;
  checkSize(naturalWidth || SVG_DEFAULT_SIDE, naturalHeight || SVG_DEFAULT_SIDE);
  try {
    if (naturalWidth > 0 && naturalHeight > 0)
      return await createImageBitmap(image, { imageOrientation: 'from-image' });
  } catch (error) {
    // Engines refuse a vector image without a size of its own unless told one.
    if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
  }
  return await createImageBitmap(image, {
    resizeWidth: naturalWidth || SVG_DEFAULT_SIDE,
    resizeHeight: naturalHeight || SVG_DEFAULT_SIDE,
  });
}
