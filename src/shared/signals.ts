/**
 * What the pixels of a photo measure, after it was squashed to the model's square. Levels are on the 0 to 255 scale.
 * worker/numerics/picture-statistics.ts computes them.
 */
export interface PictureStatistics {
  /** Mean luminance (Rec. 601), 0 to 255. */
  brightness: number;
  /** Standard deviation of the luminance. */
  contrast: number;
  /** Root mean square distance of all channels from the mean colour; 0 for a single colour. */
  variation: number;
  /** Root mean square of what a quadratic colour ramp over the picture leaves; near 0 for gradients. */
  rampResidual: number;
  /** Share of pixels, 0 to 1, that differ by at most 3 levels from the right and from the lower neighbour. */
  flatness: number;
  /** Share of pixels, 0 to 1, in the most frequent of 4096 colours. */
  dominance: number;
  /** Entropy of the histogram of 4096 colours, bits, 0 to 12. */
  colourEntropy: number;
  /** Correlation of the luminance with that of right and lower neighbours, -1 to 1; near 0 for noise, 0 for one colour. */
  smoothness: number;
  /** Mean absolute Laplacian of the luminance. */
  grain: number;
  /** Mean difference of the largest and the smallest channel. */
  saturation: number;
  /** Share of pixels, 0 to 1, with every channel at least 240. */
  white: number;
  /** Share of pixels, 0 to 1, with every channel at most 16. */
  black: number;
}

/** What altText judges a caption by, beside its words. */
export interface CaptionSignals {
  /** `float32`, `[values]`: mean over all places of the encoder's `values`. */
  feature: Float32Array;
  picture: PictureStatistics;
}
