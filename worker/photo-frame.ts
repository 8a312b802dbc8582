import type { BandResizer } from './numerics/resize.ts';

/**
 * A bitmap's pixels without a canvas between, which takes ten times as long, most of it to swap blue and red.
 *
 * @param bitmap - Its pixels lie in memory as they are shown: a frame of a bitmap that is to be turned is not turned.
 * @returns A frame that the caller closes; null where its bytes would not be those that a canvas gives: where there is
 *   transparency, or another colour space than sRGB.
 * @throws What a browser throws that has no such frames.
 */
export function opaqueFrame(bitmap: ImageBitmap): VideoFrame | null {
  const frame = new VideoFrame(bitmap, { timestamp: 0 });
  const { primaries, transfer } = frame.colorSpace;
  if (frame.format?.endsWith('X') && primaries === 'bt709' && transfer === 'iec61966-2-1') return frame;
  frame.close();
  return null;
}

/**
 * Resizes a frame of {@link opaqueFrame}.
 *
 * @param bandRows - Rows to read at a time, integer >= 1.
 * @returns As {@link BandResizer.finish} does.
 */
export async function resizeFrame(
  frame: VideoFrame,
  bandRows: number,
  resizer: BandResizer,
): Promise<Uint8ClampedArray> {
  const { width, height } = frame.visibleRect!;
  const band = new Uint8Array(4 * width * bandRows);
  for (let y = 0; y < height; y += bandRows) {
    const rows = Math.min(bandRows, height - y);
    await frame.copyTo(band, { rect: { x: 0, y, width, height: rows } });
    resizer.push(band.subarray(0, 4 * width * rows), rows);
  }
  return resizer.finish(frame.format === 'BGRX');
}
