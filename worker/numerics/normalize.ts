import { returnKernel, takeKernel } from './picture-kernel.ts';

/** Mean and standard deviation a channel, order RGB, on the 0 to 255 scale. */
export interface ChannelStatistics {
  mean: readonly [number, number, number];
  std: readonly [number, number, number];
}

/**
 * Turns interleaved RGB into the planar tensor that the encoder reads: `(x - mean) / std`.
 *
 * @param rgb - `uint8`, `[height, width, 3]`. Read only.
 * @param pixelCount - `height * width`.
 * @param statistics - As the manifest's preprocessing gives them.
 * @returns New `float32`, `[1, 3, height, width]`; the caller owns it.
 * @throws RangeError if `rgb.length !== 3 * pixelCount`. Checked before allocating.
 */
export function normalizeToPlanar(
  rgb: Uint8Array | Uint8ClampedArray,
  pixelCount: number,
  { mean, std }: ChannelStatistics,
): Float32Array {
  if (rgb.length !== 3 * pixelCount) {
    throw new RangeError(`${pixelCount} RGB pixels need ${3 * pixelCount} bytes, not ${rgb.length}.`);
  }
  if (pixelCount === 0) return new Float32Array(0);
  const picture = 4 * rgb.length;
  const kernel = takeKernel(picture + rgb.length);
  const { buffer } = kernel.memory;
  new Uint8Array(buffer).set(rgb, picture);
  for (let c = 0; c < 3; c++) kernel.plane(picture + c, pixelCount, mean[c]!, std[c]!, 4 * pixelCount * c);
  const planar = new Float32Array(buffer, 0, rgb.length).slice();
  returnKernel(kernel);
  return planar;
}
