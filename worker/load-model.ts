import { RUNTIME_FILES, TARGET } from 'virtual:saccade/worker-target';
import { ModelLoadError } from '../src/shared/errors/model-load-error.ts';
import type { Manifest } from '../src/shared/manifest.ts';
import type { Loaded, LoadRequest } from '../src/shared/protocol.ts';
import type { BackendInfo, ModelInfo } from '../src/shared/results.ts';
import { loadAssets } from './assets/load-assets.ts';
import { createFamily } from './families/index.ts';
import { freeBytes } from './free-bytes.ts';
import { Pipeline } from './pipeline.ts';
import { requestGpuDevice } from './runtime/gpu-device.ts';
import { ModelRuntime } from './runtime/model-runtime.ts';
import { startRuntime } from './runtime/start-runtime.ts';
import { chooseThreads } from './runtime/threads.ts';
import { runSelfTest } from './self-test.ts';
import { Vocabulary } from './vocabulary.ts';

/** Runs of the encoder in the self-test: WebGPU is chosen by its time, and its first runs compile shaders. */
const ENCODE_RUNS = { wasm: 1, webgpu: 4 };

/**
 * Makes a worker ready: fetches and verifies everything, makes the sessions, tests and times the backend.
 *
 * @param request - What to load from where.
 * @param onProgress - Receives the share of the download that is there.
 * @param onBackendChange - Told when a GPU was lost and what runs the model since.
 * @param signal - Aborts between the stages and during the download.
 * @throws {@link ModelLoadError}, {@link EnvironmentError}, {@link InferenceError}; the signal's reason.
 */
export async function loadModel(
  request: LoadRequest,
  onProgress: (fractionLoaded: number) => void,
  onBackendChange: (backend: BackendInfo) => void,
  signal: AbortSignal,
): Promise<{ pipeline: Pipeline; loaded: Loaded }> {
  const { threads, reason } = TARGET === 'wasm' ? chooseThreads(request.threads) : { threads: 1, reason: '' };
  const runtimeFile = RUNTIME_FILES[request.wasmRuntime];
  let starting = Promise.resolve();
  const onRuntime = (binary: Uint8Array<ArrayBuffer>): Promise<void> => {
    starting = startRuntime(binary, runtimeFile, threads, request.timeouts.sessionMs);
    // Heard of below; until then it is no unhandled rejection.
    starting.catch(() => undefined);
    return starting;
  };
  const assets = await loadAssets(request, runtimeFile, onProgress, onRuntime, signal);
  const { manifest, encoder, step, reference } = assets;
  await starting;
  let backend: BackendInfo = {
    name: TARGET,
    threads,
    adapter: null,
    reason,
    selfTest: { passed: false, maxAbsDiff: 0 },
    timings: {},
  };
  const runtime = await ModelRuntime.create({
    requestDevice: TARGET === 'webgpu' ? () => requestGpuDevice(request.allowFallbackAdapter) : null,
    graphs: { encoder, step },
    timeouts: request.timeouts,
    onChange(change) {
      backend = { ...backend, ...change };
      onBackendChange(backend);
    },
  });
  signal.throwIfAborted();
  const family = createFamily(manifest, (graph, feeds, fetches) => runtime.run(graph, feeds, fetches));
  const { selfTest, timing } = await runSelfTest(family, manifest, ENCODE_RUNS[TARGET]);
  runtime.runLimitMs = request.timeouts.runMs;
  backend = { ...backend, adapter: runtime.adapter, selfTest, timings: { [backend.name]: timing } };
  signal.throwIfAborted();
  if (!selfTest.passed) throw selfTestFailed(backend);
  const notes = await assets.kept;
  backend = { ...backend, reason: [backend.reason, ...notes].filter(Boolean).join(' ') };
  freeBytes(assets.runtime);
  // A GPU may be lost: its sessions are made again from the same bytes.
  if (TARGET === 'wasm') [encoder, step].forEach(freeBytes);
  const vocabulary = new Vocabulary(manifest);
  const pipeline = new Pipeline({ manifest, vocabulary, family, reference, backend: () => backend });
  const limits = { defaultBeams: manifest.defaults.beams, defaultMaxTokens: manifest.maxTokens };
  return { pipeline, loaded: { model: modelInfo(manifest), backend, limits } };
}

function modelInfo({ name, version, family, language, grid, vocabulary, files, ...rest }: Manifest): ModelInfo {
  const totalBytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  return {
    name,
    version,
    family,
    language,
    grid,
    vocabularySize: vocabulary.length,
    totalBytes,
    licenses: rest.licenses,
    metrics: rest.metrics,
    ...(rest.confidence && { confidence: rest.confidence }),
  };
}

function selfTestFailed({ name, adapter, selfTest }: BackendInfo): ModelLoadError {
  const where = adapter ? ` (${[adapter.vendor, adapter.architecture].filter(Boolean).join(' ')})` : '';
  return new ModelLoadError(
    'self-test-failed',
    `The model gives wrong numbers on ${name}${where}: they are off by up to ${selfTest.maxAbsDiff.toPrecision(3)}.`,
    {
      details: { backend: name, adapter, maxAbsDiff: selfTest.maxAbsDiff },
      remedy: name === 'webgpu' ? "Use backend: 'wasm', or update the GPU's driver." : 'Export the model pack again.',
    },
  );
}
