import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Manifest } from '../../../../src/shared/manifest.ts';
import { loadAssets } from '../../../../worker/assets/load-assets.ts';
import { startAssetServer, type AssetServer } from '../asset-server.ts';
import { FakeCaches, FakeLocks } from './fake-storage.ts';

const { files } = JSON.parse(
  readFileSync(new URL('../../../fixtures/tiny-pack/manifest.json', import.meta.url), 'utf8'),
) as Manifest;
const never = new AbortController().signal;
const timeouts = { startMs: 1e4, stallMs: 1e4, sessionMs: 1e4, runMs: 1e4 };

let server: AssetServer;
beforeAll(async () => {
  server = await startAssetServer();
});
afterAll(() => server.close());
afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  ['has started', () => Promise.resolve()],
  ['could not start', () => Promise.reject(new Error('no runtime'))],
])('stores nothing of the model before the runtime %s', async (_, outcome) => {
  const storage = new FakeCaches();
  vi.stubGlobal('caches', storage);
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
  // A graph stands in for the runtime.
  const urls = {
    manifest: `${server.origin}/tiny/manifest.json`,
    modelFiles: {},
    runtime: `${server.origin}/tiny/step.onnx`,
  };
  const isStored = () => [...storage.entries.keys()].some((url) => url.includes(files.encoder.chunks[0]!));
  let settle = (): void => undefined;
  const waiting = new Promise<void>((resolve) => (settle = resolve));
  const start = () => waiting.then(outcome);

  const assets = await loadAssets({ assets: urls, cache: true, timeouts }, files.step, () => undefined, start, never);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isStored()).toBe(false);
  settle();
  expect(await assets.kept).toEqual([]);
  expect(isStored()).toBe(true);
});
