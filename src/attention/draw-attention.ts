import type { CaptionToken } from '../shared/results.ts';
import { type GridShape, shapeOf } from './grid-shape.ts';
import { paintMap, type AttentionStyle } from './paint-map.ts';
import { type ObjectFit, type PhotoPlacement, placePhoto } from './photo-rect.ts';
import { regions } from './regions.ts';
import type { FractionBox, UpsampleOptions } from './upsample.ts';

/** Options of {@link drawAttention}. */
export interface DrawOptions extends UpsampleOptions {
  /** Shape of the map: `caption.grid`. @default a square */
  grid?: GridShape;
  /** @default 'spotlight' */
  style?: AttentionStyle;
  /** 0 (photo alone) to 1 (map alone). @default 0.82 */
  opacity?: number;
  /** Outlines the heaviest region. @default false */
  outline?: boolean;
  /** Marks the drawn places of a hard token. @default true */
  samples?: boolean;
  /** For a hard token: light only the drawn places instead of the distribution they were drawn from. @default false */
  onlySamples?: boolean;
  /** How the photo fills the canvas. @default 'fill' */
  fit?: ObjectFit;
  /** `object-position` as fractions. @default [0.5, 0.5] */
  position?: readonly [number, number];
  /** Size of the photo as displayed; needed where no photo is handed over and `fit` is not `fill`. */
  photoSize?: { width: number; height: number };
  /** Device pixels per CSS pixel: scales the lines of outline and marks. @default 1 */
  pixelRatio?: number;
}

/** A canvas of the page or of a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;
/** What can be drawn as the photo. */
export type DrawablePhoto = HTMLImageElement | HTMLCanvasElement | OffscreenCanvas | ImageBitmap | HTMLVideoElement;

/** The map is computed at most at this many pixels a side and scaled smoothly: the grid holds no more detail. */
const FINEST = 448;

/**
 * Draws a photo and, over it, where a word looked.
 *
 * The canvas keeps its size in pixels: set `canvas.width` and `canvas.height` to CSS size times `devicePixelRatio`
 * before, or lay a canvas over an `<img>` with `overlayAttention`, which does that. Elements and bitmaps are
 * drawn as they are displayed, so an EXIF turn is in the photo and in the grid alike.
 *
 * @param canvas - Cleared first.
 * @param photo - The photo that was captioned; null draws the map alone, on transparent ground.
 * @param token - A token of its caption; null draws the photo alone.
 * @param options - See {@link DrawOptions}.
 * @throws RangeError if the map does not fit the grid.
 * @example
 * drawAttention(canvas, img, caption.tokens[2], { grid: caption.grid, outline: true });
 */
export function drawAttention(
  canvas: AnyCanvas,
  photo: DrawablePhoto | null,
  token: Pick<CaptionToken, 'attention' | 'samples'> | null,
  options: DrawOptions = {},
): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const size = options.photoSize ?? (photo ? sizeOf(photo) : canvas);
  const placement = placePhoto(size, canvas, options.fit, options.position);
  context.imageSmoothingQuality = 'high';
  if (photo) {
    const { width, height } = sizeOf(photo);
    const { rect, crop } = placement;
    context.drawImage(
      photo,
      ...([crop.x * width, crop.y * height, crop.width * width, crop.height * height] as const),
      ...([rect.x, rect.y, rect.width, rect.height] as const),
    );
  }
  if (token) drawMap(context, token, placement, options);
}

function drawMap(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  token: Pick<CaptionToken, 'attention' | 'samples'>,
  { rect, crop }: PhotoPlacement,
  options: DrawOptions,
): void {
  const grid = options.grid ?? shapeOf(token.attention);
  const map =
    options.onlySamples && token.samples ? mapOfSamples(token.samples, token.attention.length) : token.attention;
  const shrink = Math.min(1, FINEST / Math.max(rect.width, rect.height));
  const width = Math.max(1, Math.round(rect.width * shrink));
  const height = Math.max(1, Math.round(rect.height * shrink));
  const { style = 'spotlight', opacity = 0.82 } = options;
  const pixels = paintMap(map, grid, width, height, { ...options, style, opacity }, crop);
  const layer = newCanvas(width, height);
  (layer.getContext('2d') as CanvasRenderingContext2D).putImageData(new ImageData(pixels, width, height), 0, 0);
  context.drawImage(layer, rect.x, rect.y, rect.width, rect.height);

  const toCanvas = (box: FractionBox) =>
    [
      rect.x + ((box.x - crop.x) / crop.width) * rect.width,
      rect.y + ((box.y - crop.y) / crop.height) * rect.height,
      (box.width / crop.width) * rect.width,
      (box.height / crop.height) * rect.height,
    ] as const;
  const line = 2 * (options.pixelRatio ?? 1);
  if (options.outline) {
    const best = regions({ attention: map }, grid)[0];
    if (best) strokeTwice(context, line, () => context.rect(...toCanvas(best)));
  }
  if (options.samples !== false) {
    for (const place of token.samples ?? []) {
      const [x, y, cellWidth, cellHeight] = toCanvas(cellBox(place, grid));
      strokeTwice(context, line, () =>
        context.ellipse(x + cellWidth / 2, y + cellHeight / 2, cellWidth / 2, cellHeight / 2, 0, 0, 2 * Math.PI),
      );
    }
  }
}

/** Rectangle of one cell of the grid as fractions of the photo. */
export function cellBox(cell: number, { rows, columns }: GridShape): FractionBox {
  return { x: (cell % columns) / columns, y: Math.floor(cell / columns) / rows, width: 1 / columns, height: 1 / rows };
}

function mapOfSamples(samples: readonly number[], places: number): Float32Array {
  const map = new Float32Array(places);
  for (const place of samples) map[place]! += 1 / samples.length;
  return map;
}

/** A light line in a dark one is seen on any ground. */
function strokeTwice(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  line: number,
  path: () => void,
): void {
  for (const [width, color] of [
    [line * 2, 'rgb(0 0 0 / 70%)'],
    [line, 'white'],
  ] as const) {
    context.beginPath();
    path();
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}

/** Size of a photo as it is displayed, in its own pixels. */
export function sizeOf(photo: DrawablePhoto): { width: number; height: number } {
  if ('naturalWidth' in photo) return { width: photo.naturalWidth, height: photo.naturalHeight };
  if ('videoWidth' in photo) return { width: photo.videoWidth, height: photo.videoHeight };
  return { width: photo.width, height: photo.height };
}

/** A canvas that is in no page. */
export function newCanvas(width: number, height: number): AnyCanvas {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}
