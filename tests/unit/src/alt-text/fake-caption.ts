import type { ConfidenceParameters } from '../../../../src/shared/confidence-parameters.ts';
import type { Caption, CaptionToken, ModelInfo } from '../../../../src/shared/results.ts';
import type { PictureStatistics } from '../../../../src/shared/signals.ts';

/** Statistics of an ordinary photo. */
export const PHOTO: PictureStatistics = {
  brightness: 120,
  contrast: 55,
  variation: 60,
  rampResidual: 45,
  flatness: 0.2,
  dominance: 0.03,
  colourEntropy: 8,
  smoothness: 0.95,
  grain: 12,
  saturation: 50,
  white: 0.01,
  black: 0.01,
};

function tokensOf(text: string, logProb: number): CaptionToken[] {
  return text.split(' ').map((word, i) => ({
    text: i === 0 ? word : ` ${word}`,
    id: i,
    logProb,
    attention: new Float32Array(4).fill(0.25),
  }));
}

/** A caption as the worker would give it. `feature` has two numbers; see {@link calibration}. */
export function fakeCaption(
  text: string,
  options: { feature?: number[]; picture?: PictureStatistics; size?: number } = {},
): Caption {
  const tokens = tokensOf(text, -0.5);
  const candidate = { text, tokens, logProb: -0.5 * (tokens.length + 1), score: -1, complete: true };
  return {
    ...candidate,
    candidates: [candidate],
    grid: { rows: 2, columns: 2, photoWidth: options.size ?? 640, photoHeight: options.size ?? 480 },
    attention: 'soft',
    seed: 0,
    language: 'en',
    backend: {
      ...{ name: 'wasm', threads: 1, adapter: null, reason: '', timings: {} },
      selfTest: { passed: true, maxAbsDiff: 0 },
    },
    timings: { queueMs: 0, preprocessMs: 0, encodeMs: 0, firstTokenMs: 0, decodeMs: 0, steps: 1 },
    signals: { feature: Float32Array.from(options.feature ?? [0, 0]), picture: options.picture ?? PHOTO },
  };
}

/** Heads that read a two-number feature: the first raises `dog`, the second `novelty` and "no photo". */
export function calibration(): ConfidenceParameters {
  const weights = Int8Array.from([100, 0, 0, 0, 0, 100, 0, 100]);
  return {
    formatVersion: 1,
    decode: { beams: 3, candidates: 3 },
    names: ['dog', 'person'],
    fold: { man: 'person', puppy: 'dog' },
    heads: {
      width: 2,
      components: 1,
      weights: btoa(String.fromCharCode(...new Uint8Array(weights.buffer))),
      scales: [0.01, 0.01, 0.01, 0.01],
      biases: [0, 1, 0, -5],
    },
    confidence: { bias: 2, weights: { support: 1 } },
    notPhoto: { bias: 0, weights: { flatness: 4 }, threshold: 0.5 },
    noveltyLimit: 9,
    threshold: 0.7,
  };
}

/** A model with, or without, calibration. */
export function modelInfo(confidence?: ConfidenceParameters): ModelInfo {
  return {
    ...{ name: 'm', version: '1', family: 'f', language: 'en', vocabularySize: 9, totalBytes: 1 },
    grid: { rows: 2, columns: 2 },
    licenses: {},
    metrics: {},
    ...(confidence && { confidence }),
  };
}
