/** A WebGPU adapter as the browser describes it; empty strings where it keeps silent. */
export interface AdapterDescription {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** A software adapter. */
  isFallback: boolean;
}

/** Outcome of asking for an adapter: it, or a clause that says why there is none. */
export type GpuProbe = { adapter: AdapterDescription } | { adapter: null; reason: string };

/** Drivers have been seen that never answer. */
const ADAPTER_TIMEOUT_MS = 10_000;

interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<{
    isFallbackAdapter?: boolean;
    info?: Partial<Record<'vendor' | 'architecture' | 'device' | 'description', string>> & {
      isFallbackAdapter?: boolean;
    };
  } | null>;
}

/**
 * Asks the browser for the GPU adapter that the worker will ask for, and for what the WebGPU runtime needs beside it.
 * Costs nothing that stays: no device is made.
 */
export async function probeGpu(): Promise<GpuProbe> {
  const gpu = (globalThis.navigator as Navigator & { gpu?: Gpu }).gpu;
  if (!gpu) {
    const insecure = globalThis.isSecureContext ? '' : ' outside a secure context (HTTPS)';
    return { adapter: null, reason: `this browser offers no WebGPU${insecure}` };
  }
  if (!('Suspending' in WebAssembly)) {
    return {
      adapter: null,
      reason: 'this browser lacks JSPI (WebAssembly.Suspending), which the WebGPU runtime needs',
    };
  }
  try {
    const adapter = await Promise.race([gpu.requestAdapter({ powerPreference: 'high-performance' }), rejectLater()]);
    if (!adapter) return { adapter: null, reason: 'the browser found no GPU adapter' };
    const { vendor = '', architecture = '', device = '', description = '' } = adapter.info ?? {};
    const isFallback = adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
    return { adapter: { vendor, architecture, device, description, isFallback } };
  } catch (error) {
    return { adapter: null, reason: `asking for a GPU adapter failed (${String(error)})` };
  }
}

function rejectLater(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => {
      reject(new Error(`no answer within ${String(ADAPTER_TIMEOUT_MS)} ms`));
    }, ADAPTER_TIMEOUT_MS);
  });
}
