import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chooseBackend, type Connect } from '../../../src/backend-choice.ts';
import { forgetVerdicts } from '../../../src/backend-verdict.ts';
import type { Connection, ConnectionSetup } from '../../../src/connection.ts';
import { ModelLoadError } from '../../../src/shared/errors/model-load-error.ts';
import type { WorkerBackend } from '../../../src/worker-spawn.ts';
import { backendInfo, loaded } from './fake-worker.ts';

const setup = { threads: 1 } as ConnectionSetup;
const REAL = { info: { vendor: 'acme', architecture: 'g1', device: 'x', description: '', isFallbackAdapter: false } };
const SOFTWARE = { info: { ...REAL.info, isFallbackAdapter: true } };

/** Pages with this adapter; undefined for a browser without WebGPU. */
function stubGpu(requestAdapter: (() => Promise<unknown>) | undefined): void {
  vi.stubGlobal('navigator', { ...(requestAdapter && { gpu: { requestAdapter } }) });
  vi.stubGlobal('isSecureContext', true);
  Object.assign(WebAssembly, { Suspending: class {} });
}

/** Connects to nothing; tells what was connected, and with which share of the progress. */
function fakeConnect(outcomes: Partial<Record<WorkerBackend, number | Error>>) {
  const asked: [WorkerBackend, number, number][] = [];
  const ended: WorkerBackend[] = [];
  const connect: Connect = async (name, from, to) => {
    asked.push([name, from, to]);
    const outcome = outcomes[name];
    if (outcome instanceof Error) throw outcome;
    const backend = backendInfo(name, outcome);
    const client = { end: () => void ended.push(name) };
    return { client, loaded: loaded(backend), backend } as unknown as Connection;
  };
  return { asked, ended, connect };
}

const selfTestFailed = new ModelLoadError('self-test-failed', 'The numbers are wrong.', { remedy: 'r' });

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('document', { baseURI: 'https://page.example/' });
  vi.stubGlobal(
    'localStorage',
    new Proxy(
      {
        getItem: (key: string) => stored.get(key) ?? null,
        setItem: (key: string, value: string) => void stored.set(key, value),
        removeItem: (key: string) => void stored.delete(key),
      },
      {
        ownKeys: () => [...stored.keys()],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    ),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
  delete (WebAssembly as { Suspending?: unknown }).Suspending;
});

describe('chooseBackend', () => {
  test('wasm by name loads WASM alone and does not look for a GPU', async () => {
    const requestAdapter = vi.fn();
    stubGpu(requestAdapter);
    const { asked, connect } = fakeConnect({ wasm: 10 });
    const { backend } = await chooseBackend('wasm', setup, connect);
    expect(asked).toEqual([['wasm', 0, 1]]);
    expect(backend.reason).toBe('WASM was asked for. wasm worker.');
    expect(requestAdapter).not.toHaveBeenCalled();
  });

  test.each([
    ['no WebGPU', undefined],
    ['no adapter', () => Promise.resolve(null)],
    ['a driver that fails', () => Promise.reject(new Error('bad driver'))],
  ])('webgpu by name with %s rejects with webgpu-unavailable and loads nothing', async (_, requestAdapter) => {
    stubGpu(requestAdapter);
    const { asked, connect } = fakeConnect({ wasm: 10, webgpu: 10 });
    await expect(chooseBackend('webgpu', setup, connect)).rejects.toMatchObject({ code: 'webgpu-unavailable' });
    expect(asked).toEqual([]);
  });

  test('webgpu by name without JSPI rejects with webgpu-unavailable', async () => {
    stubGpu(() => Promise.resolve(REAL));
    delete (WebAssembly as { Suspending?: unknown }).Suspending;
    await expect(chooseBackend('webgpu', setup, fakeConnect({}).connect)).rejects.toMatchObject({
      code: 'webgpu-unavailable',
      details: { reason: expect.stringContaining('JSPI') },
    });
  });

  test('auto without JSPI loads WASM alone and says what is missing', async () => {
    const requestAdapter = vi.fn();
    stubGpu(requestAdapter);
    delete (WebAssembly as { Suspending?: unknown }).Suspending;
    const { asked, connect } = fakeConnect({ wasm: 10, webgpu: 1 });
    const { backend } = await chooseBackend('auto', setup, connect);
    expect(asked).toEqual([['wasm', 0, 1]]);
    expect(backend.reason).toContain('lacks JSPI (WebAssembly.Suspending)');
    expect(requestAdapter).not.toHaveBeenCalled();
  });

  test('webgpu by name takes a software adapter, and passes on why it fails', async () => {
    stubGpu(() => Promise.resolve(SOFTWARE));
    const { asked, connect } = fakeConnect({ webgpu: 10 });
    expect((await chooseBackend('webgpu', setup, connect)).backend.name).toBe('webgpu');
    expect(asked).toEqual([['webgpu', 0, 1]]);
    const failing = fakeConnect({ webgpu: selfTestFailed, wasm: 10 });
    await expect(chooseBackend('webgpu', setup, failing.connect)).rejects.toBe(selfTestFailed);
    expect(failing.asked).toHaveLength(1);
  });

  test.each([
    ['no WebGPU', undefined, 'no WebGPU'],
    ['no adapter', () => Promise.resolve(null), 'no GPU adapter'],
    ['a software adapter', () => Promise.resolve(SOFTWARE), 'software'],
  ])('auto with %s loads WASM alone and says why', async (_, requestAdapter, reason) => {
    stubGpu(requestAdapter);
    const { asked, connect } = fakeConnect({ wasm: 10, webgpu: 1 });
    const { backend } = await chooseBackend('auto', setup, connect);
    expect(asked).toEqual([['wasm', 0, 1]]);
    expect(backend.reason).toContain(reason);
  });

  test.each([
    [100, 20, 'webgpu', 'wasm'],
    [20, 100, 'wasm', 'webgpu'],
    [20, 20, 'wasm', 'webgpu'],
  ] as const)('auto times both (WASM %d ms, WebGPU %d ms), keeps %s and ends %s', async (wasm, webgpu, kept, left) => {
    stubGpu(() => Promise.resolve(REAL));
    const { asked, ended, connect } = fakeConnect({ wasm, webgpu });
    const { backend } = await chooseBackend('auto', setup, connect);
    expect(backend.name).toBe(kept);
    expect(ended).toEqual([left]);
    expect(backend.timings).toMatchObject({ wasm: { encodeMs: wasm }, webgpu: { encodeMs: webgpu } });
    expect(backend.reason).toContain('faster');
    expect(asked.map(([name]) => name)).toEqual(['wasm', 'webgpu']);
    expect(asked[0]![2]).toBe(asked[1]![1]);
    expect(asked[1]![2]).toBe(1);
  });

  test('auto remembers the verdict of an adapter and loads only the faster on the next visit', async () => {
    stubGpu(() => Promise.resolve(REAL));
    await chooseBackend('auto', setup, fakeConnect({ wasm: 100, webgpu: 20 }).connect);
    const again = fakeConnect({ wasm: 100, webgpu: 20 });
    const { backend } = await chooseBackend('auto', setup, again.connect);
    expect(again.asked.map(([name]) => name)).toEqual(['webgpu']);
    expect(backend.reason).toContain('earlier visit');
    expect(backend.timings.wasm?.encodeMs).toBe(100);

    stubGpu(() => Promise.resolve({ info: { ...REAL.info, device: 'y' } }));
    const other = fakeConnect({ wasm: 10, webgpu: 20 });
    await chooseBackend('auto', setup, other.connect);
    expect(other.asked).toHaveLength(2);

    forgetVerdicts();
    stubGpu(() => Promise.resolve(REAL));
    const forgotten = fakeConnect({ wasm: 10, webgpu: 20 });
    await chooseBackend('auto', setup, forgotten.connect);
    expect(forgotten.asked).toHaveLength(2);
  });

  test('auto goes on with WASM when WebGPU fails its self-test, on the first visit and on a later one', async () => {
    stubGpu(() => Promise.resolve(REAL));
    const first = await chooseBackend('auto', setup, fakeConnect({ wasm: 10, webgpu: selfTestFailed }).connect);
    expect(first.backend).toMatchObject({ name: 'wasm', reason: expect.stringContaining('The numbers are wrong.') });

    await chooseBackend('auto', setup, fakeConnect({ wasm: 100, webgpu: 20 }).connect);
    const later = fakeConnect({ wasm: 10, webgpu: selfTestFailed });
    expect((await chooseBackend('auto', setup, later.connect)).backend.name).toBe('wasm');
    expect(later.asked.map(([name]) => name)).toEqual(['webgpu', 'wasm']);
  });

  test('auto ends the first worker when the second is aborted', async () => {
    stubGpu(() => Promise.resolve(REAL));
    const abort = new DOMException('enough', 'AbortError');
    const { ended, connect } = fakeConnect({ wasm: 10, webgpu: abort });
    await expect(chooseBackend('auto', setup, connect)).rejects.toBe(abort);
    expect(ended).toEqual(['wasm']);
  });

  test('auto works when storage is refused', async () => {
    stubGpu(() => Promise.resolve(REAL));
    vi.stubGlobal('localStorage', undefined);
    const { backend } = await chooseBackend('auto', setup, fakeConnect({ wasm: 100, webgpu: 20 }).connect);
    expect(backend.name).toBe('webgpu');
  });
});
