/** Which way the decoder reads the photo. */
export type AttentionMode = 'soft' | 'hard';

/** What may run the model; `auto` chooses. */
export type BackendPreference = 'auto' | 'webgpu' | 'wasm';

/** How one caption is decoded. Plain data: it crosses to the worker as it is. */
export interface DecodeOptions {
  /** `soft`: weighted sum of all places, deterministic. `hard`: only sampled places. @default 'soft' */
  attention?: AttentionMode;
  /** Places drawn per token with hard attention, 1 or 2. @default 1 */
  samples?: 1 | 2;
  /** Seed of every random draw, integer 0 to 4294967295. The same seed gives the same caption. @default 0 */
  seed?: number;
  /** Beam width, integer 1 to 8; 1 is greedy. @default the model's own, 3 */
  beams?: number;
  /** How many finished captions to return, integer 1 to `beams`. @default 1 */
  candidates?: number;
  /** Longest caption in tokens, integer 1 to 64. @default the model's own, 24 */
  maxTokens?: number;
  /** Sampling temperature, > 0 to 10. Setting it samples tokens instead of searching, so `beams` must be 1 or absent. */
  temperature?: number;
  /** Sample among the k most probable tokens, integer 1 to vocabulary size. Needs `temperature`. */
  topK?: number;
  /** Words never to be said; case does not matter. Words that the model does not know have no effect. @default [] */
  suppress?: readonly string[];
  /**
   * How much to hold back names of people, animals and things that the photo does not support, 0 (say what is likely)
   * to 4. Fewer wrong names, at some cost in detail; the model card has the curve. @default the model's own, 0 without
   * calibration
   */
  restraint?: number;
}

/** How the photo is read. */
export interface PhotoOptions {
  /** CSS colour put under transparent pixels. @default 'white' */
  background?: string;
}

/** Options of `caption` and `captionStreaming`. */
export interface CaptionOptions extends DecodeOptions, PhotoOptions {
  /** Rejects the call with `signal.reason`, in the queue or between two decoder steps. */
  signal?: AbortSignal;
}

/** Options of `look`. */
export interface LookOptions extends PhotoOptions {
  /** Rejects the call with `signal.reason`. */
  signal?: AbortSignal;
}

/** Options of `align` and `rank`. */
export interface AlignOptions extends Pick<DecodeOptions, 'attention' | 'samples' | 'seed'>, LookOptions {}

/** Options of `availability` and `deleteCache`: those of `create` that say what would be downloaded. */
export type AvailabilityOptions = Pick<CreateOptions, 'backend' | 'model' | 'assetBase'>;

/** Time limits of the stages, in milliseconds; `Infinity` switches one off. */
export interface StageTimeouts {
  /** Worker answers its first message. @default 30000 */
  startMs?: number;
  /** No byte arrives while loading. @default 60000 */
  stallMs?: number;
  /** Creating the sessions and running the self-test. @default 120000 */
  sessionMs?: number;
  /** One run of one graph. @default 60000 */
  runMs?: number;
}

/** Event target handed to `monitor`; dispatches `downloadprogress` with `loaded` from 0 to 1. */
export interface CreateMonitor extends EventTarget {
  addEventListener(
    type: 'downloadprogress',
    listener: (event: ProgressEvent) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Options of `Captioner.create`. */
export interface CreateOptions {
  /** @default 'auto' */
  backend?: BackendPreference;
  /** Address of a model pack's `manifest.json`, or of its folder (ending in `/`). @default the model in the package */
  model?: string | URL;
  /** Folder from which runtime and default model are served when the bundler does not carry them. Ends in `/`. */
  assetBase?: string | URL;
  /** Address of the worker script, or of the folder's file for the wanted backend. @default the file beside this module */
  workerUrl?: string | URL;
  /** WASM threads, integer 1 to 8; more than 1 needs cross-origin isolation. @default 1 */
  threads?: number;
  /** Keep the downloads in Cache Storage. @default true */
  cache?: boolean;
  /** Receives one progress number for everything that is downloaded. */
  monitor?: (monitor: CreateMonitor) => void;
  /** Limits after which a stage rejects with `timeout`. */
  timeouts?: StageTimeouts;
  /** Rejects `create` with `signal.reason` and ends the worker. */
  signal?: AbortSignal;
}
