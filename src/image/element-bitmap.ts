import { errorName, imageError } from './image-errors.ts';
import { checkSize } from './image-limits.ts';

/** Copies the picture of an SVG `<image>`, which has no property that says whether it has loaded. */
export async function svgImageBitmap(image: SVGImageElement): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(image, { imageOrientation: 'from-image' });
  } catch (cause) {
    if (errorName(cause) !== 'InvalidStateError') throw cause;
    throw imageError('image-not-ready', 'The SVG image has no picture (yet).', { src: image.href.baseVal }, cause);
  }
}

/** Copies the frame that a video shows. */
export async function videoBitmap(video: HTMLVideoElement): Promise<ImageBitmap> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
    throw imageError('image-not-ready', 'The video has no frame to show (yet).', {
      readyState: video.readyState,
      error: video.error?.message ?? null,
    });
  }
  checkSize(video.videoWidth, video.videoHeight);
  return createImageBitmap(video);
}

/** Copies a VideoFrame; it stays open. */
export async function videoFrameBitmap(frame: VideoFrame): Promise<ImageBitmap> {
  if (frame.displayWidth === 0) throw imageError('image-detached', 'The VideoFrame has been closed.');
  checkSize(frame.displayWidth, frame.displayHeight);
  return createImageBitmap(frame);
}

/** Copies what is drawn on a canvas. */
export async function canvasBitmap(canvas: HTMLCanvasElement | OffscreenCanvas): Promise<ImageBitmap> {
  checkSize(canvas.width, canvas.height);
  try {
    return await createImageBitmap(canvas);
  } catch (cause) {
    if (errorName(cause) !== 'InvalidStateError') throw cause;
    throw imageError('image-detached', 'The canvas has been transferred.', {}, cause);
  }
}

/** Copies an ImageBitmap; the caller's stays usable. */
export async function imageBitmapCopy(bitmap: ImageBitmap): Promise<ImageBitmap> {
  if (bitmap.width === 0) throw imageError('image-detached', 'The ImageBitmap has been closed or transferred.');
  checkSize(bitmap.width, bitmap.height);
  return createImageBitmap(bitmap);
}

/** Copies ImageData. */
export async function imageDataBitmap(data: ImageData): Promise<ImageBitmap> {
  if (data.data.byteLength === 0)
    throw imageError('image-detached', 'The buffer of the ImageData has been transferred.');
  checkSize(data.width, data.height);
  return createImageBitmap(data);
}
