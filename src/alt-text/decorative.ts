import type { PictureStatistics } from '../shared/signals.ts';
import type { DecorativeReason } from './decision.ts';

/** What is known of a picture before a pixel is read. All sizes in CSS or image pixels. */
export interface PictureFrame {
  width: number;
  height: number;
  /** ARIA role of the element. */
  role?: string;
  /** Size on the page, where it is on one. */
  displayedWidth?: number;
  displayedHeight?: number;
  /** How often the same picture stands on the page. @default 1 */
  occurrences?: number;
}

const TRACKING_SIDE = 2;
const SPACER_SIDE = 8;
const SPACER_ASPECT = 20;
const BULLET_SIDE = 32;
const BULLET_OCCURRENCES = 3;
/** Below this many pixels on a side a picture holds no more than a mark. */
const SMALLEST_SIDE = 32;

/**
 * Tells from size, role and repetition that a picture is decoration.
 *
 * @param frame - What the page or the file's header says.
 * @returns The reason, or null if the pixels have to be seen.
 */
export function decorativeByFrame(frame: PictureFrame): DecorativeReason | null {
  if (frame.role === 'presentation' || frame.role === 'none') return 'presentation-role';
  const { width, height } = frame;
  const shownWidth = frame.displayedWidth || width;
  const shownHeight = frame.displayedHeight || height;
  if (Math.max(width, height) <= TRACKING_SIDE) {
    // A pixel stretched over an area fills space; left as it is, it counts visitors.
    return Math.max(shownWidth, shownHeight) > TRACKING_SIDE ? 'spacer' : 'tracking-pixel';
  }
  const longer = Math.max(width, height);
  const shorter = Math.min(width, height);
  if (shorter <= 2 || (shorter <= SPACER_SIDE && longer / shorter >= SPACER_ASPECT)) return 'spacer';
  const small = Math.max(shownWidth, shownHeight) <= BULLET_SIDE;
  if (small && (frame.occurrences ?? 1) >= BULLET_OCCURRENCES) return 'repeated-bullet';
  return null;
}

/** Whether a picture is too small to be a photo that one can describe. */
export function isTooSmall(frame: PictureFrame): boolean {
  return Math.min(frame.width, frame.height) < SMALLEST_SIDE;
}

/**
 * Tells from the pixels that a picture shows nothing but colour.
 *
 * A black picture is not decoration: it is a video that has not begun, or a camera's failure; see {@link isBlack}.
 */
export function decorativeByPixels(picture: PictureStatistics): DecorativeReason | null {
  if (isBlack(picture)) return null;
  if (picture.variation <= 2) return 'single-colour';
  if (picture.rampResidual <= 4 && picture.flatness >= 0.85) return 'gradient';
  return null;
}

/** Whether a picture is so dark that nothing can be seen on it. */
export function isBlack(picture: PictureStatistics): boolean {
  return picture.brightness <= 20 && picture.contrast <= 8;
}
