import { RUNTIME_FILES } from 'virtual:saccade/build';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { completeKey } from '../../../../src/shared/cache-layout.ts';
import type { Manifest } from '../../../../src/shared/manifest.ts';
import { loadAssets } from '../../../../worker/assets/load-assets.ts';
import { startAssetServer, type AssetServer } from '../asset-server.ts';
import { FakeCaches, FakeLocks } from './fake-storage.ts';

const manifestText = readFileSync(new URL('../../../fixtures/tiny-pack/manifest.json', import.meta.url), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const never = new AbortController().signal;
const timeouts = { startMs: 1e4, stallMs: 1e4, sessionMs: 1e4, runMs: 1e4 };

let server: AssetServer;
let storage: FakeCaches;
beforeAll(async () => {
  server = await startAssetServer();
});
afterAll(() => server.close());
beforeEach(() => {
  storage = new FakeCaches();
  server.log.length = 0;
  vi.stubGlobal('caches', storage);
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  server.fault = null;
  vi.unstubAllGlobals();
});

// Any bytes will do for the runtime here: a graph stands in for it.
type StandIn = 'step' | 'encoder';
const urls = (runtime: StandIn = 'step') => ({
  manifest: `${server.origin}/tiny/manifest.json`,
  modelFiles: {},
  runtime: `${server.origin}/tiny/${runtime}.onnx`,
});
const ignore = () => undefined;
const load = async (
  onProgress: (fraction: number) => void = ignore,
  signal = never,
  cache = true,
  runtime: StandIn = 'step',
) => {
  const request = { assets: urls(runtime), cache, timeouts };
  const assets = await loadAssets(request, manifest.files[runtime], onProgress, ignore, signal);
  return { ...assets, notes: await assets.kept };
};
const fetched = () => server.log.map((entry) => entry.path.replace('/tiny/', ''));

describe('loadAssets', () => {
  it('loads everything verified, with progress from 0 to 1 that never falls', async () => {
    const seen: number[] = [];
    const assets = await load((fraction) => seen.push(fraction));
    expect(assets.encoder).toHaveLength(manifest.files.encoder.bytes);
    expect(assets.step).toHaveLength(manifest.files.step.bytes);
    expect(assets.manifest).toEqual(manifest);
    expect(assets.reference).toBeNull();
    expect(assets.notes).toEqual([]);
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('fetches only the manifest on the second visit, and nothing at all has to answer', async () => {
    await load();
    server.log.length = 0;
    const again = await load();
    expect(fetched()).toEqual(['manifest.json']);
    server.fault = (request) => {
      request.socket.destroy();
      return true;
    };
    expect((await load()).encoder).toEqual(again.encoder);
  });

  it('leaves the record that everything is there only once it is', async () => {
    const key = completeKey(urls().manifest, urls().runtime);
    server.fault = (request, response) => {
      if (!request.url!.endsWith('encoder.onnx')) return false;
      response.writeHead(404).end();
      return true;
    };
    await expect(load()).rejects.toMatchObject({ code: 'asset-not-found' });
    expect(storage.entries.has(key)).toBe(false);
    server.fault = null;
    await load();
    expect(storage.entries.has(key)).toBe(true);
  });

  it('asks for the model once the runtime is there, which can start meanwhile', async () => {
    await load(undefined, never, true, 'encoder');
    expect(fetched().slice(0, 2)).toEqual(['manifest.json', 'encoder.onnx']);
    expect(fetched().slice(2).sort()).toEqual(['encoder.onnx', 'step.onnx']);
    const begun: string[] = [];
    server.fault = (request, response) => {
      begun.push(request.url!);
      if (!request.url!.endsWith('encoder.onnx')) return false;
      response.writeHead(404).end();
      return true;
    };
    storage.entries.clear();
    await expect(load(undefined, never, true, 'encoder')).rejects.toMatchObject({ code: 'asset-not-found' });
    expect(begun.join()).not.toContain('step.onnx');
  });

  it('goes on with the chunks that an interrupted visit had verified', async () => {
    server.fault = (request, response, body) => {
      if (!request.url!.endsWith('step.onnx')) return false;
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 5000), () => response.destroy());
      return true;
    };
    const controller = new AbortController();
    const loading = expect(load(undefined, controller.signal, true, 'encoder')).rejects.toThrow('tab closed');
    await vi.waitFor(() => {
      const stored = [...storage.entries.keys()].join();
      for (const chunk of [manifest.files.step.chunks[0], ...manifest.files.encoder.chunks])
        expect(stored).toContain(chunk);
    }, 30_000);
    controller.abort(new Error('tab closed'));
    await loading;
    server.fault = null;
    server.log.length = 0;
    await load(undefined, never, true, 'encoder');
    const step = server.log.filter((entry) => entry.path.endsWith('step.onnx'));
    expect(step[0]!.range).toMatch(/^bytes=4096-/);
    expect(fetched()).not.toContain('encoder.onnx');
  });

  it('throws a damaged chunk out of the cache and fetches it again', async () => {
    await load();
    for (const entry of storage.entries.values())
      if (entry.body.length === manifest.files.encoder.bytes) entry.body[7]! ^= 1;
    server.log.length = 0;
    await load();
    expect(fetched()).toEqual(['manifest.json', 'encoder.onnx']);
    server.log.length = 0;
    await load();
    expect(fetched()).toEqual(['manifest.json']);
  });

  it('clears away the chunks of a model that was replaced', async () => {
    await load();
    const before = storage.entries.size;
    const other = structuredClone(manifest);
    other.version = '2.0.0';
    other.files.encoder = manifest.files.step;
    server.fault = (request, response) => {
      if (!request.url!.endsWith('manifest.json')) return false;
      response.writeHead(200).end(JSON.stringify(other));
      return true;
    };
    expect((await load()).manifest.version).toBe('2.0.0');
    expect(storage.entries.size).toBe(before - 1);
  });

  for (const [name, prepare] of [
    [
      'there is no Cache Storage',
      () => {
        vi.stubGlobal('caches', undefined);
      },
    ],
    [
      'Cache Storage is refused',
      () => {
        storage.fail = 'open';
      },
    ],
    [
      'storage is full',
      () => {
        storage.fail = 'put';
      },
    ],
    [
      'there are no Web Locks',
      () => {
        vi.stubGlobal('navigator', {});
      },
    ],
    [
      'there is no crypto.subtle',
      () => {
        vi.stubGlobal('crypto', {});
      },
    ],
    [
      'there is nothing but fetch',
      () => {
        vi.stubGlobal('caches', undefined);
        vi.stubGlobal('navigator', {});
        vi.stubGlobal('crypto', {});
      },
    ],
  ] as const) {
    it(`works all the same, still verified, when ${name}`, async () => {
      prepare();
      const assets = await load();
      expect(assets.step).toHaveLength(manifest.files.step.bytes);
      const kept = !/Cache Storage|full|nothing/.test(name);
      expect(assets.notes.length).toBe(kept ? 0 : 1);
      server.fault = (request, response, body) => {
        if (!request.url!.endsWith('step.onnx')) return false;
        response.writeHead(200).end(Buffer.alloc(body.length));
        return true;
      };
      if (!kept) await expect(load()).rejects.toMatchObject({ code: 'asset-corrupt' });
    });
  }

  it('keeps nothing when the caller does not want it, and says nothing about it', async () => {
    const assets = await load(undefined, never, false);
    expect(storage.buckets.size).toBe(0);
    expect(assets.notes).toEqual([]);
  });

  it('finds out a manifest whose chunks are right and whose whole is not', async () => {
    const lying = structuredClone(manifest);
    lying.files.encoder.sha256 = '0'.repeat(64);
    server.fault = (request, response) => {
      if (!request.url!.endsWith('manifest.json')) return false;
      response.writeHead(200).end(JSON.stringify(lying));
      return true;
    };
    await expect(load()).rejects.toMatchObject({ code: 'asset-corrupt', details: { expectedSha256: '0'.repeat(64) } });
  });
});

describe('RUNTIME_FILES', () => {
  it('describes the runtime binaries of both workers chunk by chunk', () => {
    expect(RUNTIME_FILES).toHaveLength(3);
    for (const file of RUNTIME_FILES) {
      expect(file.chunks).toHaveLength(Math.ceil(file.bytes / file.chunkBytes));
      expect(file.bytes).toBeLessThan(25 * 1024 * 1024);
    }
  });
});
