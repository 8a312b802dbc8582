import type { Alignment, BackendInfo, Caption, CaptionToken, ModelInfo } from './results.ts';
import type { DecodeOptions, StageTimeouts } from './options.ts';
import type { ErrorCode, ErrorName } from './errors/error-codes.ts';

/**
 * The worker boundary. The main thread calls {@link WorkerApi} through comlink; every method resolves with a
 * {@link Reply} and never rejects, because comlink drops the class, code and cause of what is thrown across it.
 */

/** An error of this package, or any other, in cloneable form. */
export interface SerializedError {
  /** Leaf class of this package, or null for an error that is none of ours (DOMException, TypeError). */
  saccadeName: ErrorName | null;
  code: ErrorCode | null;
  name: string;
  message: string;
  remedy: string;
  details: Record<string, unknown>;
  stack: string;
  cause: SerializedError | null;
}

/** The one reply envelope. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: SerializedError } | { ok: false; aborted: true };

/** Where everything lies. Absolute addresses: a Blob worker has no base to resolve against. */
export interface AssetUrls {
  manifest: string;
  /** Addresses of the model's files by manifest key, where a bundler renamed them; otherwise relative to the manifest. */
  modelFiles: Partial<Record<'encoder' | 'step' | 'reference', string>>;
  /** The WASM binary of the runtime this worker carries. */
  runtime: string;
}

/** The WASM worker's two binaries: with what captions need, and with all that onnxruntime-web can do. */
export type WasmRuntime = 'reduced' | 'whole';

/** What `load` needs. */
export interface LoadRequest {
  assets: AssetUrls;
  /** Which binary `assets.runtime` is; the WebGPU worker has one only. */
  wasmRuntime: WasmRuntime;
  /** WASM threads to try. */
  threads: number;
  cache: boolean;
  /** WebGPU worker: accept a software adapter. Only where `webgpu` was asked for by name. */
  allowFallbackAdapter: boolean;
  timeouts: Required<StageTimeouts>;
}

/** What `load` gives back. */
export interface Loaded {
  model: ModelInfo;
  backend: BackendInfo;
  /** Defaults that the main thread needs to validate options. */
  limits: { defaultBeams: number; defaultMaxTokens: number };
}

/** A photo on its way to the worker. The bitmap is transferred; `width`/`height` are those of the photo as displayed. */
export interface PhotoPayload {
  bitmap: ImageBitmap | PixelsPayload;
  photoWidth: number;
  photoHeight: number;
  /** Whether the pixels lie in memory as they are shown. A bitmap does not tell; where it is not known, this is false. */
  isUpright: boolean;
}

/** Pixels read on the main thread, for browsers whose workers have no 2D canvas. */
export interface PixelsPayload {
  /** `uint8`, `[height, width, 4]`, alpha already composited. Transferred. */
  rgba: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Something to caption: a photo, or a view that `look` encoded before. */
export type Subject = { photo: PhotoPayload; background: string } | { view: number };

/** Events the worker sends unasked. */
export type WorkerEvent = { type: 'backendchange'; backend: BackendInfo };

/** What a worker exposes. `job` is a number that the main thread chose; `cancel(job)` aborts that call wherever it stands. */
export interface WorkerApi {
  load(job: number, request: LoadRequest, onProgress: (fractionLoaded: number) => void): Promise<Reply<Loaded>>;
  /** `onToken` receives settled tokens in order; null if the caller does not stream. */
  caption(
    job: number,
    subject: Subject,
    options: DecodeOptions,
    onToken: ((token: CaptionToken) => void) | null,
  ): Promise<Reply<Caption>>;
  /** Encodes a photo and keeps it; resolves with the view's number. */
  look(job: number, subject: Subject): Promise<Reply<{ view: number; photoWidth: number; photoHeight: number }>>;
  /** Forgets a view. Unknown numbers are ignored. */
  forget(view: number): Promise<void>;
  align(job: number, subject: Subject, texts: readonly string[], options: DecodeOptions): Promise<Reply<Alignment[]>>;
  cancel(job: number): Promise<void>;
  /**
   * Registers the one listener for {@link WorkerEvent}. Before it answers, the worker takes the Web Lock of this name,
   * where the browser has locks, and holds it until it dies or is told to let go: the one sign of a worker's death that
   * engines agree on.
   */
  listen(onEvent: (event: WorkerEvent) => void, lifeLock: string): Promise<void>;
  /** Takes another lock as `listen` does; each name is used once. */
  hold(lifeLock: string): Promise<void>;
  /** Lets the lock go: a page whose worker holds one is not kept in the back/forward cache. */
  letGo(): Promise<void>;
  /** Bytes of WebAssembly memory held, for benchmarks. */
  memory(): Promise<{ wasmBytes: number }>;
}
