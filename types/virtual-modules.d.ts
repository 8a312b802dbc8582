/** Modules that the build makes (rollup.config.mjs, scripts/build/virtual-modules.mjs); vitest has them too. */

declare module 'virtual:saccade/build' {
  /** A file of the runtime as it lies in `dist/runtime/`. */
  export interface RuntimeFile {
    /** Name of the file. */
    name: string;
    bytes: number;
    /** Lower-case hexadecimal. */
    sha256: string;
    /** Size of a chunk in bytes; the last one may be shorter. */
    chunkBytes: number;
    /** SHA-256 of each chunk, in order. */
    chunks: string[];
    /** Where saccade's own kernels lie in it: first byte, and the one after the last. */
    kernels: [number, number];
    /** Where options of its sessions lie in it, as JSON. */
    options: [number, number];
    /** Where the graph that it is started with lies in it. */
    warmUp: [number, number];
  }
  /** All binaries that are published. */
  export const RUNTIME_FILES: readonly RuntimeFile[];
  /** Folder name of the model in the package, below `dist/models/`. */
  export const DEFAULT_MODEL: string;
}

declare module 'virtual:saccade/worker-target' {
  /**
   * Which runtime the worker file being built carries. The build of `worker-webgpu.js` also resolves
   * `onnxruntime-web/wasm` to the WebGPU build of the runtime, so worker/runtime imports the one name.
   */
  export const TARGET: 'wasm' | 'webgpu';
  /** The binaries that this worker may be told to load. */
  export const RUNTIME_FILES: Readonly<
    Record<
      import('../src/shared/protocol.ts').WasmRuntime,
      Omit<import('virtual:saccade/build').RuntimeFile, 'name' | 'sha256'>
    >
  >;
}

declare module 'virtual:saccade/worker-source' {
  /** JavaScript of `dist/worker.js`. Only `saccade/inline` imports this. */
  export const WASM_WORKER_SOURCE: string;
  /** JavaScript of `dist/worker-webgpu.js`. */
  export const WEBGPU_WORKER_SOURCE: string;
}
