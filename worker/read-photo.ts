import { InvalidInputError } from '../src/shared/errors/invalid-input-error.ts';
import type { Manifest } from '../src/shared/manifest.ts';
import type { PhotoPayload, PixelsPayload } from '../src/shared/protocol.ts';
import type { PictureStatistics } from '../src/shared/signals.ts';
import { normalizeToPlanar } from './numerics/normalize.ts';
import { pictureStatistics } from './numerics/picture-statistics.ts';
import { BandResizer } from './numerics/resize.ts';
import { opaqueFrame, resizeFrame } from './photo-frame.ts';

/**
 * Pixels read from a bitmap at a time. With 4 bytes in the canvas and 4 in the copy this bounds what reading adds to
 * the decoded bitmap: half a MB, and the resizer's `672 * height` bytes (11 MB at the tallest photo that is accepted).
 */
const BAND_PIXELS = 1 << 16;

/** A photo as the encoder reads it. */
export interface ReadPhoto {
  /** `float32`, `[1, 3, height, width]`, normalised. */
  pixels: Float32Array;
  /** Measured on the same pixels. */
  picture: PictureStatistics;
}

/**
 * Squashes a photo to the model's square and normalises it.
 *
 * @param photo - The bitmap is read in bands and left open.
 * @param background - CSS colour put under transparent pixels of a bitmap.
 * @param preprocessing - As the manifest gives it.
 * @throws {@link InvalidInputError} `image-detached`, `bad-shape`.
 */
export async function readPhoto(
  photo: PhotoPayload,
  background: string,
  preprocessing: Manifest['preprocessing'],
): Promise<ReadPhoto> {
  const { bitmap } = photo;
  const { width, height, resize, mean, std } = preprocessing;
  if (bitmap.width === 0 || bitmap.height === 0) {
    throw new InvalidInputError('image-detached', 'The bitmap has been closed or transferred already.', {
      remedy: 'Hand over a bitmap that is still open, and keep it open until the call has begun.',
    });
  }
  const rgb = await resized(photo, background, () => {
    return new BandResizer(bitmap.width, bitmap.height, width, height, resize);
  });
  return {
    pixels: normalizeToPlanar(rgb, width * height, { mean, std }),
    picture: pictureStatistics(rgb, height, width),
  };
}

async function resized(
  { bitmap, isUpright }: PhotoPayload,
  background: string,
  newResizer: () => BandResizer,
): Promise<Uint8ClampedArray> {
  if ('rgba' in bitmap) return resizePixels(bitmap, newResizer());
  const bandRows = Math.min(bitmap.height, Math.max(1, Math.floor(BAND_PIXELS / bitmap.width)));
  let frame: VideoFrame | null = null;
  try {
    frame = isUpright ? opaqueFrame(bitmap) : null;
    if (frame) return await resizeFrame(frame, bandRows, newResizer());
  } catch {
    // Whatever the browser has against it, there is a canvas.
  } finally {
    frame?.close();
  }
  return resizeBitmap(bitmap, background, bandRows, newResizer());
}

function resizePixels({ rgba, width, height }: PixelsPayload, resizer: BandResizer): Uint8ClampedArray {
  if (rgba.length !== width * height * 4) {
    throw new InvalidInputError('bad-shape', `${width} x ${height} RGBA pixels are not ${rgba.length} bytes.`, {
      details: { width, height, length: rgba.length },
      remedy: 'Let width * height * 4 be the length of the buffer.',
    });
  }
  resizer.push(rgba, height);
  return resizer.finish();
}

function resizeBitmap(
  bitmap: ImageBitmap,
  background: string,
  bandRows: number,
  resizer: BandResizer,
): Uint8ClampedArray {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, bandRows);
  const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
  if (context === null) throw new Error('This browser gives workers no 2D canvas.');
  for (let top = 0; top < height; top += bandRows) {
    const rows = Math.min(bandRows, height - top);
    context.fillStyle = background;
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, top, width, rows, 0, 0, width, rows);
    resizer.push(context.getImageData(0, 0, width, rows).data, rows);
  }
  // Frees the canvas's pixels now instead of at the next garbage collection.
  canvas.width = 0;
  canvas.height = 0;
  return resizer.finish();
}
