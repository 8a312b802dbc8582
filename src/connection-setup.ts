import type { ConnectionSetup } from './connection.ts';
import type { CreateOptions, StageTimeouts } from './shared/options.ts';

const DEFAULT_TIMEOUTS: Required<StageTimeouts> = {
  startMs: 30_000,
  stallMs: 60_000,
  sessionMs: 120_000,
  runMs: 60_000,
};

/** Fills in what the caller left out. */
export function connectionSetup(options: CreateOptions): ConnectionSetup {
  const { model, assetBase, workerUrl, backend, threads = 1, cache = true } = options;
  const given = Object.entries(options.timeouts ?? {}).filter(([, value]) => value !== undefined);
  return {
    ...(model !== undefined && { model }),
    ...(assetBase !== undefined && { assetBase }),
    ...(workerUrl !== undefined && { workerUrl }),
    threads,
    wasmRuntime: 'reduced',
    cache,
    allowFallbackAdapter: backend === 'webgpu',
    timeouts: { ...DEFAULT_TIMEOUTS, ...Object.fromEntries(given) },
  };
}
