import type { AssetUrls, WasmRuntime } from './shared/protocol.ts';
import type { CreateOptions } from './shared/options.ts';
import type { WorkerBackend } from './worker-spawn.ts';

/** The options that say where files lie. */
export type AssetOptions = Pick<CreateOptions, 'model' | 'assetBase' | 'workerUrl'>;

const RUNTIME_FILES = {
  reduced: 'runtime/ort-wasm-simd-threaded.reduced.wasm',
  whole: 'runtime/ort-wasm-simd-threaded.wasm',
  webgpu: 'runtime/ort-wasm-simd-threaded.jspi.wasm',
} as const;
const DEFAULT_MODEL = 'models/flickr8k-lite2/';

/**
 * Finds runtime and model for a backend.
 *
 * Evaluated on call, never on import, so that a server can import the package.
 *
 * @param backend - Which runtime's binary.
 * @param options - The caller's overrides; relative ones count from the page.
 * @param wasmRuntime - Which of the binaries for WASM.
 * @returns Absolute addresses.
 */
export function assetUrls(
  backend: WorkerBackend,
  options: AssetOptions,
  wasmRuntime: WasmRuntime = 'reduced',
): AssetUrls {
  const base = options.assetBase === undefined ? null : absolute(options.assetBase);
  const name = backend === 'webgpu' ? 'webgpu' : wasmRuntime;
  const runtime = base === null ? bundledRuntime(name) : new URL(RUNTIME_FILES[name], base).href;
  if (options.model !== undefined) return { manifest: manifestUrl(options.model), modelFiles: {}, runtime };
  if (base !== null) return { manifest: new URL(`${DEFAULT_MODEL}manifest.json`, base).href, modelFiles: {}, runtime };
  return {
    // A copy of manifest.json: under that name a bundler (Parcel) makes a script of it.
    manifest: absolute(new URL('./models/flickr8k-lite2/manifest.saccade', import.meta.url)),
    modelFiles: {
      encoder: absolute(new URL('./models/flickr8k-lite2/encoder.onnx', import.meta.url)),
      step: absolute(new URL('./models/flickr8k-lite2/step.onnx', import.meta.url)),
      reference: absolute(new URL('./models/flickr8k-lite2/reference.bin', import.meta.url)),
    },
    runtime,
  };
}

function bundledRuntime(name: keyof typeof RUNTIME_FILES): string {
  if (name === 'webgpu') return absolute(new URL('./runtime/ort-wasm-simd-threaded.jspi.wasm', import.meta.url));
  if (name === 'whole') return absolute(new URL('./runtime/ort-wasm-simd-threaded.wasm', import.meta.url));
  return absolute(new URL('./runtime/ort-wasm-simd-threaded.reduced.wasm', import.meta.url));
}

/**
 * Finds the worker script for a backend where the caller set `workerUrl`.
 *
 * @returns Absolute address; null to use the file beside the package; undefined if the caller's one script cannot
 * serve this backend.
 */
export function workerScriptUrl(backend: WorkerBackend, options: AssetOptions): string | null | undefined {
  if (options.workerUrl === undefined) return null;
  const url = absolute(options.workerUrl);
  const file = backend === 'webgpu' ? 'worker-webgpu.js' : 'worker.js';
  if (url.endsWith('/')) return url + file;
  const sibling = url.replace(/\/worker(-webgpu)?\.js(?=$|\?)/, `/${file}`);
  return sibling !== url || url.includes(`/${file}`) || backend === 'wasm' ? sibling : undefined;
}

function manifestUrl(model: string | URL): string {
  const url = absolute(model);
  return url.endsWith('/') ? `${url}manifest.json` : url;
}

/** Some bundlers make `new URL(…, import.meta.url)` relative to the site's root; a Blob worker cannot resolve that. */
function absolute(url: string | URL): string {
  const page = typeof document === 'undefined' ? globalThis.location?.href : document.baseURI;
  return new URL(String(url), page).href;
}
