import { EnvironmentError } from '../../src/shared/errors/environment-error.ts';
import type { BackendInfo } from '../../src/shared/results.ts';
import { withTimeout } from './with-timeout.ts';

/** Drivers have been seen that never answer. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Limits that the runtime's kernels profit from; the device gets what the adapter has. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

interface GpuAdapter {
  limits: Partial<Record<(typeof LIMITS)[number], number>>;
  info?: { vendor?: string; architecture?: string; description?: string; isFallbackAdapter?: boolean };
  isFallbackAdapter?: boolean;
  requestDevice(descriptor: { requiredLimits: Record<string, number> }): Promise<RawDevice>;
}
interface RawDevice {
  lost: Promise<{ reason: string; message: string }>;
  destroy(): void;
}
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<GpuAdapter | null>;
}

/** A device of our own, and what happened to it. */
export interface GpuDevice {
  device: RawDevice;
  adapter: NonNullable<BackendInfo['adapter']>;
  /** Why it is gone, or null while it is there. */
  lostBecause(): string | null;
  /** Calls back once it is gone, at once if it is already. Returns what takes the callback back. */
  onLost(callback: () => void): () => void;
}

/**
 * Gets a GPU device. Nothing beyond core WebGPU is required of it: no 16-bit floats, no subgroups.
 *
 * @param allowFallback - Accept a software adapter.
 * @throws {@link EnvironmentError} `webgpu-unavailable`, saying what is missing.
 */
export async function requestGpuDevice(allowFallback: boolean): Promise<GpuDevice> {
  const gpu = (globalThis.navigator as unknown as { gpu?: Gpu } | undefined)?.gpu;
  if (!gpu) throw unavailable('this browser offers no WebGPU to workers');
  try {
    const adapter = await withTimeout(
      gpu.requestAdapter({ powerPreference: 'high-performance' }),
      REQUEST_TIMEOUT_MS,
      'Asking for a GPU adapter',
    );
    if (!adapter) throw unavailable('the browser found no GPU adapter');
    const { vendor = '', architecture = '', description = '' } = adapter.info ?? {};
    const isFallback = adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
    if (isFallback && !allowFallback) throw unavailable('the only GPU adapter is a software one');
    const requiredLimits: Record<string, number> = {};
    for (const name of LIMITS) {
      const limit = adapter.limits[name];
      if (limit !== undefined) requiredLimits[name] = limit;
    }
    const device = await withTimeout(
      adapter.requestDevice({ requiredLimits }),
      REQUEST_TIMEOUT_MS,
      'Asking for a GPU device',
    );
    return { device, adapter: { vendor, architecture, description, isFallback }, ...watchLoss(device) };
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw cause;
    throw unavailable(`asking for a GPU device failed (${String(cause)})`, cause);
  }
}

/** One listener on `lost` for the device's whole life: a promise would keep every callback ever attached to it. */
function watchLoss({ lost }: RawDevice): Pick<GpuDevice, 'lostBecause' | 'onLost'> {
  let reason: string | null = null;
  const callbacks = new Set<() => void>();
  void lost.then((info) => {
    reason = info.message || info.reason || 'unknown';
    for (const callback of callbacks) callback();
    callbacks.clear();
  });
  return {
    lostBecause: () => reason,
    onLost(callback) {
      if (reason === null) callbacks.add(callback);
      else callback();
      return () => {
        callbacks.delete(callback);
      };
    },
  };
}

function unavailable(reason: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError('webgpu-unavailable', `WebGPU cannot be had: ${reason}.`, {
    ...(cause !== undefined && { cause }),
    details: { reason },
    remedy: "Use backend: 'auto' or 'wasm', or a browser with WebGPU on a machine with a supported GPU.",
  });
}
