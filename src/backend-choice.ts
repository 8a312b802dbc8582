import { assetUrls } from './asset-urls.ts';
import { recallVerdict, rememberVerdict, verdictKey, type Verdict } from './backend-verdict.ts';
import { explained, type Connection, type ConnectionSetup } from './connection.ts';
import { probeGpu } from './gpu-adapter.ts';
import { EnvironmentError } from './shared/errors/environment-error.ts';
import { isSaccadeError } from './shared/errors/saccade-error.ts';
import type { BackendPreference } from './shared/options.ts';
import type { WorkerBackend } from './worker-spawn.ts';

/** Words of a usual caption: weighs the decoder's time against the encoder's. */
const STEPS_PER_CAPTION = 10;
/** Share of the first download in the progress of a first visit that loads both runtimes. */
const FIRST_SHARE = 0.6;

/** Connects a worker; `from` and `to` are the part of the whole progress that its download stands for. */
export type Connect = (backend: WorkerBackend, from: number, to: number) => Promise<Connection>;

/**
 * Chooses what runs the model and connects it.
 *
 * `auto` looks for a real adapter, runs the self-test on it, times it against WASM on this machine, keeps the faster
 * and remembers that for this adapter and package version. A name is a demand: it is met or the call fails.
 *
 * @returns The connection that was kept; its `backend.reason` says why. The other worker has been ended.
 * @throws {@link EnvironmentError} `webgpu-unavailable` if `webgpu` was asked for and cannot be had.
 */
export async function chooseBackend(
  preference: BackendPreference,
  setup: ConnectionSetup,
  connect: Connect,
): Promise<Connection> {
  if (preference === 'wasm') return explained(await connect('wasm', 0, 1), 'WASM was asked for.');
  const probe = await probeGpu();
  if (preference === 'webgpu') {
    if (!probe.adapter) throw webgpuUnavailable(probe.reason);
    return explained(await connect('webgpu', 0, 1), 'WebGPU was asked for.');
  }
  if (!probe.adapter) return explained(await connect('wasm', 0, 1), `WASM, because ${probe.reason}.`);
  if (probe.adapter.isFallback) {
    return explained(await connect('wasm', 0, 1), 'WASM, because the only GPU adapter is a software one.');
  }
  const key = verdictKey(probe.adapter, assetUrls('wasm', setup).manifest, setup.threads);
  const verdict = recallVerdict(key);
  return verdict ? connectRemembered(verdict, key, connect) : compare(key, connect);
}

async function connectRemembered(verdict: Verdict, key: string, connect: Connect): Promise<Connection> {
  const reason = `${verdict.reason} (measured on an earlier visit)`;
  if (verdict.name === 'wasm') return explained(await connect('wasm', 0, 1), reason, verdict.timings);
  try {
    return explained(await connect('webgpu', 0, FIRST_SHARE), reason, verdict.timings);
  } catch (error) {
    if (!isBackendsFault(error)) throw error;
    rememberVerdict(key, null);
    return explained(await connect('wasm', FIRST_SHARE, 1), `WASM, because WebGPU failed: ${messageOf(error)}`);
  }
}

async function compare(key: string, connect: Connect): Promise<Connection> {
  const wasm = await connect('wasm', 0, FIRST_SHARE);
  let webgpu: Connection;
  try {
    webgpu = await connect('webgpu', FIRST_SHARE, 1);
  } catch (error) {
    if (!isBackendsFault(error)) {
      wasm.client.end(error);
      throw error;
    }
    // Not remembered: the driver, or the network, may be better the next time.
    return explained(wasm, `WASM, because WebGPU failed: ${messageOf(error)}`);
  }
  const timings = { ...wasm.backend.timings, ...webgpu.backend.timings };
  const wasmMs = captionMs(timings.wasm);
  const webgpuMs = captionMs(timings.webgpu);
  const faster = webgpuMs < wasmMs ? webgpu : wasm;
  const slower = faster === webgpu ? wasm : webgpu;
  slower.client.end(new DOMException('The other backend was chosen.', 'AbortError'));
  const reason =
    `${faster === webgpu ? 'WebGPU' : 'WASM'} was the faster here: about ${webgpuMs.toFixed(0)} ms a caption with ` +
    `WebGPU, ${wasmMs.toFixed(0)} ms with WASM.`;
  rememberVerdict(key, { name: faster.backend.name, reason, timings });
  return explained(faster, reason, timings);
}

/** Estimated milliseconds of a usual caption; `Infinity` for a backend that was not timed. */
function captionMs(timing: { encodeMs: number; stepMs: number } | undefined): number {
  return timing ? timing.encodeMs + STEPS_PER_CAPTION * timing.stepMs : Infinity;
}

/** Whether the other backend could do better: an abort, or a model that is not there, fails on both. */
function isBackendsFault(error: unknown): boolean {
  return isSaccadeError(error) && error.code !== 'destroyed' && !error.code.startsWith('manifest-');
}

function webgpuUnavailable(reason: string): EnvironmentError {
  return new EnvironmentError('webgpu-unavailable', `WebGPU was asked for, but ${reason}.`, {
    details: { reason },
    remedy: "Use backend: 'auto' or 'wasm', or a browser with WebGPU on a machine with a supported GPU.",
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
