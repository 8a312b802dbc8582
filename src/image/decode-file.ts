import { errorName, imageError } from './image-errors.ts';
import { firstBytes, readImageHeader, type FileBytes } from './image-header.ts';
import { checkSize } from './image-limits.ts';
import { rasterizeSvg } from './rasterize-svg.ts';

/** A bitmap that the caller closes, and what {@link PhotoPayload} wants to know of it. */
export interface DecodedFile {
  bitmap: ImageBitmap;
  isUpright: boolean;
}

/**
 * Decodes an image file. The browser decodes off the main thread and turns the photo by its EXIF orientation.
 *
 * @param encoded - An image file: JPEG, PNG, WebP, GIF (first frame), AVIF, BMP or SVG.
 * @param origin - Facts for the error about where the file comes from.
 * @throws {@link InvalidInputError} `image-decode`, `image-empty`, `image-too-large`.
 */
export async function decodeFile(
  encoded: FileBytes,
  origin: Readonly<Record<string, unknown>> = {},
): Promise<DecodedFile> {
  const header = await readHeader(encoded);
  if (header?.size) checkSize(header.size.width, header.size.height);
  const file = encoded instanceof Uint8Array ? new Blob([encoded]) : encoded;
  try {
    if (header?.format === 'svg') return { bitmap: await rasterizeSvg(file), isUpright: false };
    // Explicitly: the default's meaning has changed between specification versions (whatwg/html#7210).
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    if (!header?.size) checkDecoded(bitmap);
    return { bitmap, isUpright: header?.isUpright ?? false };
  } catch (cause) {
    if (errorName(cause) === 'InvalidInputError') throw cause;
    const head = await firstBytes(file);
    const what = header
      ? `a ${header.format.toUpperCase()} file that is damaged or of an unknown kind`
      : 'not an image';
    throw imageError(
      'image-decode',
      file.size === 0
        ? 'The image file is empty.'
        : `The browser cannot decode the image: it is ${what} ("${head.text}").`,
      { ...origin, bytes: file.size, type: file.type, format: header?.format ?? null, firstBytes: head.hex },
      cause,
    );
  }
}

async function readHeader(file: FileBytes): ReturnType<typeof readImageHeader> {
  try {
    return await readImageHeader(file);
  } catch (cause) {
    // A File whose file was changed or deleted meanwhile, for instance.
    const { size, type } = file as Blob; // bytes can always be read
    throw imageError('image-fetch', 'The file could not be read.', { bytes: size, type }, cause);
  }
}

function checkDecoded(bitmap: ImageBitmap): void {
  try {
    checkSize(bitmap.width, bitmap.height);
  } catch (error) {
    bitmap.close();
    throw error;
  }
}
