const SIDE = 32;

/** A picture's pixels boiled down to a key: equal for pictures that look the same at 32 x 32. */
export type Fingerprint = string;

/**
 * Fingerprint of a picture that the page may read.
 *
 * @param image - A complete picture.
 * @returns The key; null where no canvas can be had.
 * @throws `SecurityError` (DOMException) if the picture is of another origin and came without CORS.
 */
export function fingerprintOf(image: HTMLImageElement): Fingerprint | null {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.imageSmoothingQuality = 'medium';
  context.drawImage(image, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  let key = `${image.naturalWidth / image.naturalHeight > 1 ? 'w' : 'h'}`;
  for (let i = 0; i < data.length; i++) key += String.fromCharCode(32 + (data[i]! >> 2));
  return key;
}

/**
 * The element itself once it shows a picture.
 *
 * @returns False if it has failed to load one, or shows none.
 */
export function isLoaded(image: HTMLImageElement): boolean {
  return image.complete && image.naturalWidth > 0 && image.naturalHeight > 0;
}

/** Loads a background picture by itself; the browser has it in its cache. */
export async function loadPicture(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
