import type { ConfidenceParameters } from './confidence-parameters.ts';

/** One file of a model pack. */
export interface ManifestFile {
  /** Relative to the manifest. */
  path: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Size of a chunk in bytes; the last one may be shorter. */
  chunkBytes: number;
  /** SHA-256 of each chunk, in order. */
  chunks: string[];
}

/** `manifest.json` of a model pack, format version 1. models/manifest.schema.json is its JSON schema. */
export interface Manifest {
  format: 'saccade-model';
  formatVersion: 1;
  name: string;
  version: string;
  /** A file of `worker/families/`. */
  family: string;
  language: string;
  files: Record<'encoder' | 'step', ManifestFile> & {
    /**
     * What the encoder gives on average over many photos, for `align`: `float32`, little-endian, keys, values and state
     * one after the other. Keys and values are either whole (shapes as in `shapes`) or their mean over the places too,
     * a vector each.
     */
    reference?: ManifestFile;
  };
  preprocessing: {
    width: number;
    height: number;
    /** The whole photo, aspect ratio given up. */
    fit: 'squash';
    /** Antialiased bicubic (a = -0.5) or triangle filter as Pillow's `Image.resize` defines them. */
    resize: 'pillow-bicubic' | 'pillow-bilinear';
    /** On the 0 to 255 scale. */
    mean: [number, number, number];
    std: [number, number, number];
    channelOrder: 'RGB';
    layout: 'NCHW';
  };
  grid: { rows: number; columns: number };
  shapes: { keys: [number, number]; values: [number, number]; stateSize: number; topK: number };
  tokens: { pad: number; start: number; end: number; unknown: number; joiner: string };
  vocabulary: string[];
  maxTokens: number;
  attention: {
    soft: { keys: string; mode: [number, number, number] };
    hard: { keys: string; modes: { '1': [number, number, number]; '2': [number, number, number] } };
  };
  defaults: {
    beams: number;
    lengthPenalty: number;
    noRepeatNgram?: number;
    /** Tokens across which no token is said again. */
    noEchoAcross?: number[];
    restraint?: number;
  };
  selfTest: { tokens: number[]; valuesSample: number[]; attentionFirstStep: number[] };
  licenses: Record<string, string>;
  metrics: Record<string, unknown>;
  /** Calibration of `altText`; models/confidence fits it. */
  confidence?: ConfidenceParameters;
  provenance?: Record<string, unknown>;
}
