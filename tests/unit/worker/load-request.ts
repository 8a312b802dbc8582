import type { LoadRequest, WasmRuntime } from '../../../src/shared/protocol.ts';
import { RUNTIME_BINARIES } from '../../../scripts/build/runtime-binaries.mjs';

/** What a page asks a worker for, with the tiny model that the server of asset-server.ts has. */
export const loadRequest = (origin: string, wasmRuntime: WasmRuntime, manifest = 'manifest.json'): LoadRequest => ({
  assets: {
    manifest: `${origin}/tiny/${manifest}`,
    modelFiles: {},
    runtime: `${origin}/runtime/${RUNTIME_BINARIES[wasmRuntime]}`,
  },
  wasmRuntime,
  threads: 1,
  cache: true,
  allowFallbackAdapter: false,
  timeouts: { startMs: 30_000, stallMs: 60_000, sessionMs: 120_000, runMs: 60_000 },
});
