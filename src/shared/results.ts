import type { ConfidenceParameters } from './confidence-parameters.ts';
import type { AttentionMode } from './options.ts';
import type { CaptionSignals } from './signals.ts';

/**
 * How cells of the attention grid lie on the caller's photo.
 *
 * The whole photo (after its EXIF turn) is squashed to the model's square, so the grid covers all of it:
 * cell (row, column) is the rectangle from `column / columns * photoWidth` to `(column + 1) / columns * photoWidth`,
 * likewise vertically. Maps are row-major: index = row * columns + column.
 */
export interface Grid {
  rows: number;
  columns: number;
  /** Width of the photo in pixels as displayed, after its EXIF turn. */
  photoWidth: number;
  /** Height of the photo in pixels as displayed, after its EXIF turn. */
  photoHeight: number;
}

/** One word of a caption and where the model looked when it chose it. */
export interface CaptionToken {
  /** The piece of text, with its leading space where it has one; pieces concatenate to the caption. */
  text: string;
  /** Index in the model's vocabulary. */
  id: number;
  /** Natural logarithm of the probability the model gave this token, <= 0. */
  logProb: number;
  /** `float32`, `[rows * columns]`, row-major, >= 0, sums to 1: the distribution over the places. */
  attention: Float32Array;
  /** Hard attention only: the places that were drawn and read, indices into `attention`. */
  samples?: number[];
  /** Hard attention only: log-probability of drawing those places, <= 0. */
  samplesLogProb?: number;
}

/** One of the n best captions. */
export interface CaptionCandidate {
  text: string;
  tokens: CaptionToken[];
  /** Sum of the token log-probabilities, the end of the caption included, <= 0. */
  logProb: number;
  /** What beam search ranked by: `logProb / length ** lengthPenalty`. */
  score: number;
  /** False if the caption was cut at `maxTokens`. */
  complete: boolean;
}

/** Milliseconds, as the worker measured them. */
export interface CaptionTimings {
  /** Waiting behind other calls. */
  queueMs: number;
  /** Pixels of the photo to the model's input tensor. */
  preprocessMs: number;
  /** Encoder; 0 if the photo was already encoded. */
  encodeMs: number;
  /** Start of decoding to the first settled token. */
  firstTokenMs: number;
  /** All decoder steps. */
  decodeMs: number;
  /** Number of decoder runs. */
  steps: number;
}

/** Which backend runs the model, and why that one. */
export interface BackendInfo {
  name: 'webgpu' | 'wasm';
  /** WASM threads; 1 for WebGPU. */
  threads: number;
  /** GPU adapter as the browser names it, or null. */
  adapter: { vendor: string; architecture: string; description: string; isFallback: boolean } | null;
  /** A sentence: why this backend and this number of threads. */
  reason: string;
  /** The fixed input whose answers are known. `maxAbsDiff` over the compared numbers. */
  selfTest: { passed: boolean; maxAbsDiff: number };
  /** Median milliseconds of the self-test's runs, by backend that was timed. */
  timings: { wasm?: { encodeMs: number; stepMs: number }; webgpu?: { encodeMs: number; stepMs: number } };
}

/** What `caption` resolves with. */
export interface Caption extends CaptionCandidate {
  grid: Grid;
  attention: AttentionMode;
  /** The seed that was used; matters for hard attention and sampling. */
  seed: number;
  /** The n best, the first being this caption; as many as `candidates` asked for, fewer if fewer finished. */
  candidates: CaptionCandidate[];
  /** BCP 47 tag of the caption's language. */
  language: string;
  backend: BackendInfo;
  timings: CaptionTimings;
  /** What `altText` judges the caption by; absent where the worker does not supply it. */
  signals?: CaptionSignals;
}

/** Word of a text that the caller wrote, as the model sees it. */
export interface AlignedToken extends CaptionToken {
  /** False for a word outside the vocabulary; its `logProb` is the unknown word's and it counts in no score. */
  known: boolean;
}

/** What `align` resolves with. */
export interface Alignment {
  text: string;
  tokens: AlignedToken[];
  /** Sum over known tokens and the end. */
  logProb: number;
  /** `logProb` minus what the same text gets without this photo, per token; > 0 means the photo supports the text. */
  fit: number;
  /** Words that the model does not know, in order of appearance. */
  unknownWords: string[];
  grid: Grid;
  backend: BackendInfo;
}

/** What `rank` resolves with, best first. */
export interface Ranked<T> {
  item: T;
  /** Index in the array that was handed over. */
  index: number;
  /** Comparable across photos and texts: see `Alignment.fit`. */
  score: number;
}

/** The model that is loaded, as its manifest tells. */
export interface ModelInfo {
  name: string;
  version: string;
  family: string;
  language: string;
  grid: { rows: number; columns: number };
  vocabularySize: number;
  totalBytes: number;
  licenses: Readonly<Record<string, string>>;
  metrics: Readonly<Record<string, unknown>>;
  /** How the model's confidence is computed; absent if the model was not calibrated. */
  confidence?: ConfidenceParameters;
}
