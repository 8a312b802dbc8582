import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
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
let locks: FakeLocks;
beforeAll(async () => {
  server = await startAssetServer();
});
afterAll(() => server.close());
beforeEach(() => {
  storage = new FakeCaches();
  locks = new FakeLocks();
  server.log.length = 0;
  vi.stubGlobal('caches', storage);
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => {
  server.fault = null;
  vi.unstubAllGlobals();
});

const urls = () => ({
  manifest: `${server.origin}/tiny/manifest.json`,
  modelFiles: {},
  // Any bytes will do for the runtime here: the step graph stands in for it.
  runtime: `${server.origin}/tiny/step.onnx?as=runtime`.replace('?as=runtime', ''),
});
const load = async (onProgress: (fraction: number) => void = () => undefined, stallMs = 1e4) => {
  const assets = await loadAssets(
    { assets: urls(), cache: true, timeouts: { ...timeouts, stallMs } },
    manifest.files.step,
    onProgress,
    () => undefined,
    never,
  );
  await assets.kept;
  return assets;
};
const fetched = () => server.log.map((entry) => entry.path.replace('/tiny/', ''));

describe('loadAssets, in several tabs and without a network', () => {
  it('shares one download between two loads at once', async () => {
    await Promise.all([load(), load(), load()]);
    expect(fetched().filter((path) => path === 'encoder.onnx')).toHaveLength(1);
    expect(locks.granted).toBe(3);
  });

  it('goes on without the lock when its holder never lets go', async () => {
    void locks.request('saccade-download ' + urls().manifest, { signal: never }, () => new Promise(() => undefined));
    const assets = await load(undefined, 300);
    expect(assets.encoder).toHaveLength(manifest.files.encoder.bytes);
  });

  it('waits for a slow download of another one as long as it makes progress, and shows its progress', async () => {
    server.fault = (request, response, body) => {
      if (!request.url!.endsWith('encoder.onnx')) return false;
      response.writeHead(200, { 'content-length': body.length });
      let at = 0;
      const drip = setInterval(() => {
        response.write(body.subarray(at, (at += 400)));
        if (at >= body.length) clearInterval(drip);
      }, 400);
      return true;
    };
    const first = load();
    await vi.waitFor(() => {
      expect(fetched()).toContain('encoder.onnx');
    });
    const seen: number[] = [];
    const startedAt = performance.now();
    const second = await load((fraction) => seen.push(fraction), 1500);
    expect(performance.now() - startedAt).toBeGreaterThan(1600);
    expect(second.encoder).toEqual((await first).encoder);
    expect(fetched().filter((path) => path === 'encoder.onnx')).toHaveLength(1);
    expect(seen.filter((fraction) => fraction > 0.5 && fraction < 1).length).toBeGreaterThan(1);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('asks for the manifest again when the connection breaks, and not when the server has none', async () => {
    let requests = 0;
    server.fault = (request, response) => {
      if (!request.url!.endsWith('manifest.json')) return false;
      if (++requests === 1) request.socket.destroy();
      else if (requests === 2) response.writeHead(503).end();
      else return false;
      return true;
    };
    expect((await load()).manifest).toEqual(manifest);
    expect(requests).toBe(3);
    storage.buckets.clear();
    server.log.length = 0;
    server.fault = (_request, response) => {
      response.writeHead(404).end();
      return true;
    };
    await expect(load()).rejects.toMatchObject({ code: 'asset-not-found' });
    expect(server.log).toHaveLength(1);
  });

  it('says at once that the browser is offline when nothing was ever downloaded', async () => {
    vi.stubGlobal('navigator', { locks, onLine: false });
    server.fault = (request) => {
      request.socket.destroy();
      return true;
    };
    await expect(load()).rejects.toMatchObject({ code: 'asset-network', details: { offline: true } });
    expect(server.log).toHaveLength(1);
  });

  it('hands the runtime over while the model is still on its way, once, from the network and from the cache', async () => {
    const runtimes: Uint8Array[] = [];
    let release = (): void => undefined;
    server.fault = (request, response, body) => {
      if (!request.url!.endsWith('encoder.onnx')) return false;
      release = () => response.writeHead(200).end(body);
      return true;
    };
    const request = { assets: urls(), cache: true, timeouts };
    const onRuntime = (runtime: Uint8Array) => runtimes.push(runtime);
    const loading = loadAssets(request, manifest.files.step, () => undefined, onRuntime, never);
    await vi.waitFor(() => {
      expect(runtimes).toHaveLength(1);
    });
    await vi.waitFor(() => {
      release();
      expect(server.log.some(({ path }) => path.endsWith('encoder.onnx'))).toBe(true);
    });
    const first = await loading;
    await first.kept;
    expect(runtimes).toEqual([first.runtime]);
    await (
      await loadAssets(request, manifest.files.step, () => undefined, onRuntime, never)
    ).kept;
    expect(runtimes).toEqual([first.runtime, first.runtime]);
  });
});
