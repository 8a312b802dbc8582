import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Engine, type Task } from '../../../src/engine.ts';
import type { ConnectionSetup } from '../../../src/connection.ts';
import { InferenceError } from '../../../src/shared/errors/inference-error.ts';
import { serializeError } from '../../../src/shared/errors/serialize-error.ts';
import { spawnWorker } from '../../../src/worker-spawn.ts';
import { backendInfo, FakeWorker, loaded, ok, pixels, type FakeApi } from './fake-worker.ts';

vi.mock('../../../src/worker-spawn.ts', () => ({ spawnWorker: vi.fn() }));

const never = () => new Promise<never>(() => undefined);
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const timeouts = { startMs: 1e4, stallMs: 1e4, sessionMs: 1e4, runMs: 1e4 };
const wasm = { threads: 1, wasmRuntime: 'reduced' } as const;
const setup: ConnectionSetup = { ...wasm, cache: true, allowFallbackAdapter: true, timeouts };

/** Workers in the order in which they were started. */
let workers: (FakeWorker & { backend: string })[] = [];
let apis: Partial<Record<'wasm' | 'webgpu', FakeApi>> = {};

beforeEach(() => {
  workers = [];
  apis = {};
  vi.mocked(spawnWorker).mockImplementation((backend) => {
    const worker = Object.assign(new FakeWorker(apis[backend], backendInfo(backend)), { backend });
    workers.push(worker);
    return worker.asWorker();
  });
  vi.stubGlobal('document', { baseURI: 'https://page.example/' });
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => ({ info: { isFallbackAdapter: true } }) } });
  Object.assign(WebAssembly, { Suspending: class {} });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function start(preference: 'wasm' | 'webgpu' = 'wasm') {
  const onBackendChange = vi.fn();
  const engine = new Engine(setup, onBackendChange);
  await engine.start(preference, () => undefined, undefined);
  return { engine, onBackendChange };
}

const task = (repeatable = true): Task<null, string> => ({
  read: async () => null,
  send: async ({ client }, _read, signal) => (await client.caption(pixels(), {}, null, signal)).text,
  discard: () => undefined,
  repeatable,
});
const failing = (code: 'device-lost' | 'timeout') =>
  serializeError(new InferenceError(code, 'The GPU is gone.', { remedy: 'r' }));

describe('Engine', () => {
  test('runs tasks on one worker', async () => {
    const { engine } = await start();
    await expect(Promise.all([1, 2, 3].map(() => engine.run(task(), undefined)))).resolves.toEqual(
      new Array(3).fill('a dog'),
    );
    expect(workers).toHaveLength(1);
    expect(engine.backend.name).toBe('wasm');
    engine.destroy();
  });

  test('rejects start with the reason when its signal aborts, and ends the worker', async () => {
    apis.wasm = { load: never };
    const engine = new Engine(setup, () => undefined);
    const controller = new AbortController();
    const starting = engine.start('wasm', () => undefined, controller.signal);
    await settle();
    controller.abort('enough');
    await expect(starting).rejects.toBe('enough');
    await settle();
    expect(workers[0]!.terminated).toBe(true);
  });

  test('rejects pending calls when the worker crashes, and the next call gets a new worker', async () => {
    const { engine, onBackendChange } = await start();
    apis.wasm = {};
    const hanging: Task<null, string> = { ...task(), send: ({ client }) => client.look(pixels()).then(never) };
    const pending = engine.run({ ...hanging, send: async () => never() }, undefined);
    const crashing = engine.run(
      {
        ...task(),
        send: async ({ client }) => {
          workers[0]!.fail('killed');
          return (await client.caption(pixels(), {}, null)).text;
        },
      },
      undefined,
    );
    await expect(crashing).rejects.toMatchObject({ code: 'worker-crashed' });
    await expect(engine.run(task(), undefined)).resolves.toBe('a dog');
    expect(workers.map(({ backend }) => backend)).toEqual(['wasm', 'wasm']);
    expect(onBackendChange).not.toHaveBeenCalled();
    engine.destroy();
    await expect(pending).rejects.toMatchObject({ code: 'destroyed' });
  });

  test('tries again with the next call when a worker cannot be replaced', async () => {
    const { engine } = await start();
    workers[0]!.fail('killed');
    await settle();
    vi.mocked(spawnWorker).mockImplementationOnce(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    const discard = vi.fn();
    await expect(engine.run({ ...task(), discard }, undefined)).rejects.toMatchObject({ code: 'worker-blocked' });
    expect(discard).toHaveBeenCalledTimes(1);
    await expect(engine.run(task(), undefined)).resolves.toBe('a dog');
    engine.destroy();
  });

  test('goes on with WASM when the GPU is lost, runs the call again and says so', async () => {
    apis.webgpu = { caption: async () => ({ ok: false, error: failing('device-lost') }) };
    const { engine, onBackendChange } = await start('webgpu');
    expect(engine.backend.name).toBe('webgpu');
    const read = vi.fn(async () => null);
    await expect(engine.run({ ...task(), read }, undefined)).resolves.toBe('a dog');
    expect(read).toHaveBeenCalledTimes(2);
    expect(onBackendChange).toHaveBeenCalledTimes(1);
    expect(engine.backend).toMatchObject({ name: 'wasm', reason: expect.stringContaining('The GPU is gone.') });
    expect(workers.map(({ backend, terminated }) => [backend, terminated])).toEqual([
      ['webgpu', true],
      ['wasm', false],
    ]);
    engine.destroy();
  });

  test('makes one WASM worker when several calls lose the GPU at once', async () => {
    apis.webgpu = { caption: async () => ({ ok: false, error: failing('device-lost') }) };
    const { engine, onBackendChange } = await start('webgpu');
    const calls = Array.from({ length: 5 }, () => engine.run(task(), undefined));
    await expect(Promise.all(calls)).resolves.toEqual(new Array(5).fill('a dog'));
    expect(workers).toHaveLength(2);
    expect(onBackendChange).toHaveBeenCalledTimes(1);
    engine.destroy();
  });

  test('does not run again what cannot be read again, or failed for another reason', async () => {
    apis.webgpu = { caption: async () => ({ ok: false, error: failing('device-lost') }) };
    const { engine } = await start('webgpu');
    await expect(engine.run(task(false), undefined)).rejects.toMatchObject({ code: 'device-lost' });
    apis.webgpu = { caption: async () => ({ ok: false, error: failing('timeout') }) };
    const other = await start('webgpu');
    await expect(other.engine.run(task(), undefined)).rejects.toMatchObject({ code: 'timeout' });
    engine.destroy();
    other.engine.destroy();
  });

  test('replaces a crashed WebGPU worker by WASM when WebGPU cannot be had any more', async () => {
    const { engine, onBackendChange } = await start('webgpu');
    apis.webgpu = { load: async () => ({ ok: false, error: failing('device-lost') }) };
    workers[0]!.fail('killed');
    await settle();
    await expect(engine.run(task(), undefined)).resolves.toBe('a dog');
    expect(workers.map(({ backend }) => backend)).toEqual(['webgpu', 'webgpu', 'wasm']);
    expect(engine.backend.name).toBe('wasm');
    expect(onBackendChange).toHaveBeenCalledTimes(1);
    engine.destroy();
  });

  test("takes over the worker's own change of backend", async () => {
    const { engine, onBackendChange } = await start('webgpu');
    workers[0]!.onEvent?.({
      type: 'backendchange',
      backend: { ...backendInfo('wasm'), reason: 'The device was lost.' },
    });
    await settle();
    expect(onBackendChange).toHaveBeenCalledTimes(1);
    expect(engine.backend).toMatchObject({ name: 'wasm', reason: 'The device was lost.' });
    expect(engine.backend.timings.webgpu).toBeDefined();
    engine.destroy();
  });

  test('goes on with one thread where several fail to start, says so and does not try them again', async () => {
    vi.stubGlobal('crossOriginIsolated', true);
    const asked: number[] = [];
    apis.wasm = {
      load: async (_job, { threads }) => {
        asked.push(threads);
        if (threads > 1) return { ok: false, error: failing('timeout') };
        return ok(loaded(backendInfo('wasm')));
      },
    };
    const engine = new Engine({ ...setup, threads: 4 }, () => undefined);
    await engine.start('wasm', () => undefined, undefined);
    expect(asked).toEqual([4, 1]);
    expect(engine.backend.reason).toContain('One thread instead of 4, which failed: The GPU is gone.');
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    workers[1]!.fail('crash');
    await settle();
    await engine.run(task(), undefined);
    expect(asked).toEqual([4, 1, 1]);
    engine.destroy();
  });

  test.each([
    ['the download stalls', 4, true, { url: 'https://page.example/step.onnx' }],
    ['the page is not isolated', 4, false, {}],
    ['there was one thread all along', 1, true, {}],
  ])('does not try fewer threads when %s', async (_, threads, isIsolated, details) => {
    vi.stubGlobal('crossOriginIsolated', isIsolated);
    const error = serializeError(new InferenceError('timeout', 'It takes too long.', { remedy: 'r', details }));
    apis.wasm = { load: async () => ({ ok: false, error }) };
    const engine = new Engine({ ...setup, threads }, () => undefined);
    await expect(engine.start('wasm', () => undefined, undefined)).rejects.toMatchObject({ code: 'timeout' });
    expect(workers).toHaveLength(1);
  });

  test('destroy settles everything that is pending or queued, twice is once, and later calls reject', async () => {
    apis.wasm = { caption: never };
    const { engine } = await start();
    const calls = Array.from({ length: 5 }, () => engine.run(task(), undefined));
    await settle();
    engine.destroy();
    engine.destroy();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'destroyed' });
    await expect(engine.run(task(), undefined)).rejects.toMatchObject({ code: 'destroyed' });
    expect(workers[0]!.terminated).toBe(true);
    expect(workers).toHaveLength(1);
  });

  test('aborting one call leaves the others alone', async () => {
    let answer!: () => void;
    const gate = new Promise<void>((resolve) => {
      answer = resolve;
    });
    apis.wasm = {
      look: async () => {
        await gate;
        return ok({ view: 1, photoWidth: 1, photoHeight: 1 });
      },
    };
    const { engine } = await start();
    const controller = new AbortController();
    const look: Task<null, number> = {
      ...task(),
      send: async ({ client }, _read, signal) => (await client.look(pixels(), signal)).view,
    };
    const first = engine.run(look, controller.signal);
    const second = engine.run(look, undefined);
    await settle();
    controller.abort('enough');
    await expect(first).rejects.toBe('enough');
    answer();
    await expect(second).resolves.toBe(1);
    engine.destroy();
  });
});
