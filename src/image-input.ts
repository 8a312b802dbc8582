import { decodeFile, type DecodedFile } from './image/decode-file.ts';
import * as element from './image/element-bitmap.ts';
import { fetchPhoto } from './image/fetch-photo.ts';
import { imageElementBitmap } from './image/image-element-bitmap.ts';
import { imageError } from './image/image-errors.ts';
import { checkReadable, crossOriginError, readPixels, workersReadPixels } from './image/pixel-access.ts';
import type { PhotoSource } from './photo-source.ts';
import type { PhotoPayload } from './shared/protocol.ts';

/**
 * Turns whatever the caller has into a bitmap that can be transferred to the worker.
 *
 * The main thread decodes nothing itself: files are decoded by the browser in the background. The caller's object is
 * copied, never closed or transferred.
 *
 * @param background - CSS colour; used here only where the worker cannot read pixels.
 * @throws {@link InvalidInputError} One of the `image-` codes or `unsupported-image-type`.
 */
export async function readPhoto(source: PhotoSource, background: string, signal: AbortSignal): Promise<PhotoPayload> {
  let decoded: DecodedFile;
  try {
    decoded = await decode(source, signal);
  } catch (error) {
    throw crossOriginError(error);
  }
  const { bitmap, isUpright } = decoded;
  try {
    signal.throwIfAborted();
    if (!isFile(source)) checkReadable(bitmap);
    const { width: photoWidth, height: photoHeight } = bitmap;
    if (workersReadPixels()) return { bitmap, photoWidth, photoHeight, isUpright };
    const pixels = readPixels(bitmap, background);
    bitmap.close();
    return { bitmap: pixels, photoWidth, photoHeight, isUpright };
  } catch (error) {
    bitmap.close();
    throw error;
  }
}

/** Whether reading the source a second time gives the same photo. A playing video has moved on. */
export function isRepeatable(source: PhotoSource): boolean {
  return !['HTMLVideoElement', 'VideoFrame'].includes(tagOf(source));
}

async function decode(source: PhotoSource, signal: AbortSignal): Promise<DecodedFile> {
  if (typeof source === 'string') return fetched(source, signal);
  if (ArrayBuffer.isView(source)) return decodeFile(bytesOf(source));
  switch (tagOf(source)) {
    case 'Blob':
    case 'File':
      return decodeFile(source as Blob);
    case 'URL':
      return fetched((source as URL).href, signal);
    case 'ArrayBuffer':
      return decodeFile(bytesOf({ buffer: source as ArrayBuffer }));
    default:
      return { bitmap: await toBitmap(source, signal), isUpright: false };
  }
}

async function toBitmap(source: PhotoSource, signal: AbortSignal): Promise<ImageBitmap> {
  switch (tagOf(source)) {
    case 'HTMLImageElement':
      return imageElementBitmap(source as HTMLImageElement, signal);
    case 'SVGImageElement':
      return element.svgImageBitmap(source as SVGImageElement);
    case 'HTMLVideoElement':
      return element.videoBitmap(source as HTMLVideoElement);
    case 'HTMLCanvasElement':
    case 'OffscreenCanvas':
      return element.canvasBitmap(source as HTMLCanvasElement | OffscreenCanvas);
    case 'ImageBitmap':
      return element.imageBitmapCopy(source as ImageBitmap);
    case 'ImageData':
      return element.imageDataBitmap(source as ImageData);
    case 'VideoFrame':
      return element.videoFrameBitmap(source as VideoFrame);
    default:
      throw imageError('unsupported-image-type', `A photo cannot be read from ${described(source)}.`, {
        type: described(source),
      });
  }
}

async function fetched(url: string, signal: AbortSignal): Promise<DecodedFile> {
  return decodeFile(await fetchPhoto(url, signal), { url });
}

/** Encoded files carry no origin that could taint them. */
function isFile(source: PhotoSource): boolean {
  return (
    typeof source === 'string' ||
    ArrayBuffer.isView(source) ||
    ['Blob', 'File', 'URL', 'ArrayBuffer'].includes(tagOf(source))
  );
}

/** Class name by tag, not by `instanceof`: elements of an iframe have classes of their own. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function described(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : `a ${typeof value}`;
  return `an object of class ${tagOf(value)}`;
}

/** The bytes of a view or a buffer; none of a detached one. A Blob cannot be made over shared memory, which is copied. */
function bytesOf({
  buffer,
  byteOffset,
  byteLength,
}: Partial<ArrayBufferView> & Pick<ArrayBufferView, 'buffer'>): Uint8Array<ArrayBuffer> {
  try {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    return buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
  } catch {
    return new Uint8Array();
  }
}
