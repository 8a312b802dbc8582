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
  const planar = new Float32Array(3 * pixelCount);
  for (let c = 0; c < 3; c++) {
    const offset = c * pixelCount;
    const channelMean = mean[c]!;
    const channelStd = std[c]!;
    for (let i = 0; i < pixelCount; i++) planar[offset + i] = (rgb[3 * i + c]! - channelMean) / channelStd;
  }
  return planar;
}
