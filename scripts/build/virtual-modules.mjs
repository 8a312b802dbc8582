import { createHash } from 'node:crypto';
import { RUNTIME_BINARIES, runtimeBinary } from './runtime-binaries.mjs';

/** Folder name of the model that the package carries. */
export const DEFAULT_MODEL = 'flickr8k-lite2';

/** Downloads of the runtime are verified, stored and resumed in pieces of so many bytes. */
const CHUNK_BYTES = 8 * 1024 * 1024;

async function runtimeFile(name) {
  const { bytes, kernels, options, warmUp } = await runtimeBinary(name);
  const sha256 = (data) => createHash('sha256').update(data).digest('hex');
  const chunks = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) chunks.push(sha256(bytes.subarray(at, at + CHUNK_BYTES)));
  return {
    name: RUNTIME_BINARIES[name],
    bytes: bytes.length,
    sha256: sha256(bytes),
    chunkBytes: CHUNK_BYTES,
    chunks,
    kernels,
    options,
    warmUp,
  };
}

/** The binaries of a worker, by `LoadRequest.wasmRuntime`, as an expression. The WebGPU worker has one. */
async function workerRuntimes(target) {
  const names = target === 'webgpu' ? ['webgpu', 'webgpu'] : ['reduced', 'whole'];
  const files = await Promise.all(names.map(runtimeFile));
  const [reduced, whole] = files.map(({ bytes, chunkBytes, chunks, kernels, options, warmUp }) =>
    JSON.stringify({ bytes, chunkBytes, chunks, kernels, options, warmUp }),
  );
  return reduced === whole
    ? `((file) => ({ reduced: file, whole: file }))(${whole})`
    : `{ reduced: ${reduced}, whole: ${whole} }`;
}

const buildModule = async () => `
export const RUNTIME_FILES = ${JSON.stringify(await Promise.all(Object.keys(RUNTIME_BINARIES).map(runtimeFile)))};
export const DEFAULT_MODEL = ${JSON.stringify(DEFAULT_MODEL)};
`;

/**
 * Rollup and Vite plugin that answers the modules declared in types/virtual-modules.d.ts.
 *
 * @param {{ target?: 'wasm' | 'webgpu', workerSources?: () => { wasm: string, webgpu: string } }} options - `target`:
 * which worker is being built. `workerSources`: texts of the built workers, for `saccade/inline` only.
 */
export function virtualModules({ target = 'wasm', workerSources } = {}) {
  const sources = {
    'virtual:saccade/build': buildModule,
    'virtual:saccade/worker-target': async () => `
export const TARGET = ${JSON.stringify(target)};
export const RUNTIME_FILES = ${await workerRuntimes(target)};`,
    'virtual:saccade/worker-source': () => {
      const { wasm, webgpu } = workerSources?.() ?? { wasm: '', webgpu: '' };
      return `export const WASM_WORKER_SOURCE = ${JSON.stringify(wasm)};
export const WEBGPU_WORKER_SOURCE = ${JSON.stringify(webgpu)};`;
    },
  };
  return {
    name: 'saccade-virtual-modules',
    resolveId: (id) => (id in sources ? `\0${id}` : null),
    load: (id) => sources[id.slice(1)]?.() ?? null,
  };
}
