import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Engine, type Task } from '../../../src/engine.ts';
import type { ConnectionSetup } from '../../../src/connection.ts';
import { InferenceError } from '../../../src/shared/errors/inference-error.ts';
import { serializeError } from '../../../src/shared/errors/serialize-error.ts';
import { spawnWorker } from '../../../src/worker-spawn.ts';
import { backendInfo, FakeWorker, loaded, ok, pixels, type FakeApi } from './fake-worker.ts';

vi.mock('../../../src/worker-spawn.ts', () => ({ spawnWorker: vi.fn() }));

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const timeouts = { startMs: 1e4, stallMs: 1e4, sessionMs: 1e4, runMs: 1e4 };
const setup: ConnectionSetup = {
  threads: 1,
  wasmRuntime: 'reduced',
  cache: true,
  allowFallbackAdapter: true,
  timeouts,
};
const isUnsupported = { remedy: 'r', details: { isUnsupported: true } };
const lacking = serializeError(new InferenceError('run-failed', 'The step graph cannot be run.', isUnsupported));
const caption: Task<null, string> = {
  read: async () => null,
  send: async ({ client }, _read, signal) => (await client.caption(pixels(), {}, null, signal)).text,
  discard: () => undefined,
  repeatable: true,
};

/** Workers in the order in which they were started. */
let workers: FakeWorker[] = [];
let api: FakeApi = {};

beforeEach(() => {
  [workers, api] = [[], {}];
  vi.mocked(spawnWorker).mockImplementation((backend) => {
    workers.push(new FakeWorker(api, backendInfo(backend)));
    return workers.at(-1)!.asWorker();
  });
  vi.stubGlobal('document', { baseURI: 'https://page.example/' });
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('Engine, with two runtimes for WASM', () => {
  test('loads the whole one where the reduced one lacks something, and stays with it', async () => {
    const asked: string[] = [];
    api.load = async (_job, { wasmRuntime, assets }) => {
      asked.push(wasmRuntime);
      expect(assets.runtime.endsWith('.reduced.wasm')).toBe(wasmRuntime === 'reduced');
      return wasmRuntime === 'reduced' ? { ok: false, error: lacking } : ok(loaded(backendInfo('wasm')));
    };
    const engine = new Engine({ ...setup }, () => undefined);
    await engine.start('wasm', () => undefined, undefined);
    expect(asked).toEqual(['reduced', 'whole']);
    expect(engine.backend.reason).toContain('because of the reduced one: The step graph cannot be run.');
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    workers[1]!.fail('crash');
    await settle();
    await expect(engine.run(caption, undefined)).resolves.toBe('a dog');
    expect(asked).toEqual(['reduced', 'whole', 'whole']);
    engine.destroy();
  });

  test('gives up where the whole one lacks it, too', async () => {
    api.load = async () => ({ ok: false, error: lacking });
    const engine = new Engine({ ...setup }, () => undefined);
    await expect(engine.start('wasm', () => undefined, undefined)).rejects.toMatchObject({ code: 'run-failed' });
    expect(workers).toHaveLength(2);
  });

  test('runs a call again on the whole one when the reduced one stops in the middle of it', async () => {
    const asked: string[] = [];
    api.load = async (_job, { wasmRuntime }) => {
      asked.push(wasmRuntime);
      return ok(loaded(backendInfo('wasm')));
    };
    const engine = new Engine({ ...setup }, () => undefined);
    await engine.start('wasm', () => undefined, undefined);
    const stopping: Task<null, string> = {
      ...caption,
      send: async () => {
        if (asked.at(-1) === 'whole') return 'a cat';
        throw new InferenceError('run-failed', 'unreachable', isUnsupported);
      },
    };
    await expect(engine.run(stopping, undefined)).resolves.toBe('a cat');
    expect(engine.backend.reason).toBe('The whole runtime, because of the reduced one: unreachable');
    expect(asked).toEqual(['reduced', 'whole']);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    engine.destroy();
  });
});
