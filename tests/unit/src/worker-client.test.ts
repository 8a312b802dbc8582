import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ModelLoadError } from '../../../src/shared/errors/model-load-error.ts';
import { serializeError } from '../../../src/shared/errors/serialize-error.ts';
import type { LoadRequest } from '../../../src/shared/protocol.ts';
import { WorkerClient } from '../../../src/worker-client.ts';
import { backendInfo, FakeWorker, ok, pixels, TOKENS, type FakeApi } from './fake-worker.ts';

const never = () => new Promise<never>(() => undefined);
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const request = (timeouts: Partial<LoadRequest['timeouts']> = {}) =>
  ({ timeouts: { startMs: 1e4, stallMs: 1e4, sessionMs: 1e4, runMs: 1e4, ...timeouts } }) as LoadRequest;

async function started(api: FakeApi = {}) {
  const worker = new FakeWorker(api);
  const client = new WorkerClient(worker.asWorker());
  await client.hello(10_000, () => undefined);
  return { worker, client };
}

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('WorkerClient', () => {
  test('loads with progress and passes on events of the worker', async () => {
    const worker = new FakeWorker();
    const client = new WorkerClient(worker.asWorker());
    const onEvent = vi.fn();
    await client.hello(1000, onEvent);
    const onProgress = vi.fn();
    await expect(client.load(request(), onProgress)).resolves.toMatchObject({ model: { name: 'fake' } });
    await settle();
    worker.onEvent?.({ type: 'backendchange', backend: backendInfo('wasm') });
    await settle();
    expect(onEvent).toHaveBeenCalledExactlyOnceWith({ type: 'backendchange', backend: backendInfo('wasm') });
    client.end('done');
  });

  test('streams tokens with their maps and resolves with the caption', async () => {
    const { client } = await started();
    const texts: string[] = [];
    const caption = await client.caption(pixels(), {}, ({ text, attention }) => {
      expect(attention).toBeInstanceOf(Float32Array);
      texts.push(text);
    });
    expect(texts).toEqual(TOKENS.map(({ text }) => text));
    expect(caption.text).toBe('a dog');
    client.end('done');
  });

  test('transfers the pixels', async () => {
    const { client } = await started();
    const subject = pixels();
    await client.look(subject);
    if (!('photo' in subject) || !('rgba' in subject.photo.bitmap)) throw new Error('not reached');
    expect(subject.photo.bitmap.rgba.byteLength).toBe(0);
    client.end('done');
  });

  test("revives the worker's errors", async () => {
    const error = new ModelLoadError('asset-corrupt', 'bad bytes', { details: { url: 'x' }, remedy: 'again' });
    const { client } = await started({ caption: async () => ({ ok: false, error: serializeError(error) }) });
    const call = client.caption(pixels(), {}, null);
    await expect(call).rejects.toBeInstanceOf(ModelLoadError);
    await expect(call).rejects.toMatchObject({ code: 'asset-corrupt', details: { url: 'x' }, remedy: 'again' });
    client.end('done');
  });

  test('rejects at once with signal.reason on abort, tells the worker, and goes on working', async () => {
    let reply!: () => void;
    const cancelled: number[] = [];
    const { client } = await started({
      caption: () =>
        new Promise((resolve) => {
          reply = () => {
            resolve({ ok: false, aborted: true });
          };
        }),
      cancel: async (job) => void cancelled.push(job),
    });
    const controller = new AbortController();
    const call = client.caption(pixels(), {}, null, controller.signal);
    await settle();
    controller.abort('enough');
    await expect(call).rejects.toBe('enough');
    await settle();
    expect(cancelled).toHaveLength(1);
    reply();
    await expect(client.look(pixels())).resolves.toMatchObject({ view: 1 });
    client.end('done');
  });

  test('sends nothing when the signal was aborted before', async () => {
    const { client, worker } = await started();
    await expect(client.look(pixels(), AbortSignal.abort('before'))).rejects.toBe('before');
    await settle();
    expect(worker.calls).not.toContain('look');
    client.end('done');
  });

  test('rejects everything that is pending with worker-crashed when the worker fails', async () => {
    const { client, worker } = await started({ caption: never, look: never });
    const calls = [client.caption(pixels(), {}, null), client.look(pixels())];
    worker.fail('out of memory');
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(worker.terminated).toBe(true);
    await expect(client.look(pixels())).rejects.toMatchObject({ code: 'worker-crashed' });
    await expect(client.ended).resolves.toMatchObject({ details: { message: 'out of memory' } });
  });

  test('notices by its lock that the worker is gone', async () => {
    const waiting = new Map<string, () => void>();
    vi.stubGlobal('navigator', {
      locks: { request: async (name: string, _options: unknown, onFree: () => void) => void waiting.set(name, onFree) },
    });
    const { client, worker } = await started({ caption: never });
    const call = client.caption(pixels(), {}, null);
    await settle();
    worker.terminate();
    waiting.get(worker.lifeLock)!();
    await expect(call).rejects.toMatchObject({ code: 'worker-crashed' });
  });

  test('rejects with worker-blocked when the worker fails before its first answer', async () => {
    const worker = new FakeWorker({ listen: never });
    const hello = new WorkerClient(worker.asWorker()).hello(10_000, () => undefined);
    worker.fail('');
    await expect(hello).rejects.toMatchObject({ code: 'worker-blocked' });
  });

  test('rejects with timeout when the first answer does not come', async () => {
    const worker = new FakeWorker({ listen: never });
    const hello = new WorkerClient(worker.asWorker()).hello(30, () => undefined);
    await expect(hello).rejects.toMatchObject({ code: 'timeout', details: { stage: 'start', limitMs: 30 } });
    expect(worker.terminated).toBe(true);
  });

  test('rejects with timeout when the worker stops answering in the middle of a run', async () => {
    const { client } = await started({ caption: never, memory: never });
    await client.load(request({ runMs: 80 }), () => undefined);
    await expect(client.caption(pixels(), {}, null)).rejects.toMatchObject({
      code: 'timeout',
      details: { stage: 'run', limitMs: 80 },
    });
  });

  test('lets a long call take its time when the worker answers pings', async () => {
    const { client } = await started({
      look: async () => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        return ok({ view: 7, photoWidth: 1, photoHeight: 1 });
      },
    });
    await client.load(request({ runMs: 80 }), () => undefined);
    await expect(client.look(pixels())).resolves.toMatchObject({ view: 7 });
    client.end('done');
  });

  test('end settles what is pending, once, and can be called again', async () => {
    const { client, worker } = await started({ caption: never });
    const call = client.caption(pixels(), {}, null);
    client.end('first');
    client.end('second');
    await expect(call).rejects.toBe('first');
    expect(worker.terminated).toBe(true);
    client.forget(3);
  });
});
