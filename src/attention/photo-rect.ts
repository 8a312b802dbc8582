import type { FractionBox } from './upsample.ts';

/** How a photo fills a box, as the CSS property `object-fit` says. */
export type ObjectFit = 'fill' | 'contain' | 'cover' | 'none' | 'scale-down';

/** A rectangle in pixels of the box. */
export interface PixelRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a photo lies in its box. */
export interface PhotoPlacement {
  /** The visible part in pixels of the box. */
  rect: PixelRect;
  /** The part of the photo that is visible there. */
  crop: FractionBox;
}

/**
 * Where the pixels of a photo come to lie in a box, with the semantics of `object-fit` and `object-position`.
 *
 * @param photo - Size of the photo as displayed, after its EXIF turn, > 0.
 * @param box - Size of the box, > 0; the result is in its unit.
 * @param fit - @default 'fill'
 * @param position - Where free or lost space goes, fractions as percentages of `object-position`. Default the middle.
 * @returns The visible rectangle and the part of the photo that it shows.
 * @example
 * placePhoto({ width: 200, height: 100 }, { width: 100, height: 100 }, 'cover');
 * // { rect: { x: 0, y: 0, width: 100, height: 100 }, crop: { x: 0.25, y: 0, width: 0.5, height: 1 } }
 */
export function placePhoto(
  photo: { width: number; height: number },
  box: { width: number; height: number },
  fit: ObjectFit = 'fill',
  position: readonly [number, number] = [0.5, 0.5],
): PhotoPlacement {
  const [width, height] = fittedSize(photo, box, fit);
  const across = placeAxis(width, box.width, position[0]);
  const down = placeAxis(height, box.height, position[1]);
  return {
    rect: { x: across.at, y: down.at, width: across.visible, height: down.visible },
    crop: { x: across.from, y: down.from, width: across.share, height: down.share },
  };
}

/**
 * Size of the whole photo in a box, lost parts included: the concrete object size of CSS Images.
 *
 * @param photo - As for {@link placePhoto}.
 * @param box - As for {@link placePhoto}.
 * @param fit - How the photo fills the box.
 * @returns Width and height in the unit of the box.
 */
export function fittedSize(
  photo: { width: number; height: number },
  box: { width: number; height: number },
  fit: ObjectFit,
): [number, number] {
  if (fit === 'fill') return [box.width, box.height];
  const inside = Math.min(box.width / photo.width, box.height / photo.height);
  const outside = Math.max(box.width / photo.width, box.height / photo.height);
  const scale = { 'contain': inside, 'cover': outside, 'none': 1, 'scale-down': Math.min(1, inside) }[fit];
  return [photo.width * scale, photo.height * scale];
}

function placeAxis(size: number, box: number, position: number) {
  const start = (box - size) * position;
  const at = Math.max(0, start);
  const visible = Math.min(box, start + size) - at;
  return { at, visible, from: (at - start) / size, share: visible / size };
}
