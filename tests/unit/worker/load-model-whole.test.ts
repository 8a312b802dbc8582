import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../../../worker/load-model.ts';
import { startAssetServer, type AssetServer } from './asset-server.ts';
import { loadRequest } from './load-request.ts';

// A file of its own: onnxruntime-web starts one binary in a worker's life.
describe('the worker, on the whole WASM runtime', () => {
  let server: AssetServer;
  beforeAll(async () => {
    server = await startAssetServer();
  });
  afterAll(() => server.close());

  it.each(['manifest.json', 'other-operators.json'])(
    'runs the model of %s',
    async (manifest) => {
      const request = loadRequest(server.origin, 'whole', manifest);
      const { loaded } = await loadModel(
        request,
        () => undefined,
        () => undefined,
        new AbortController().signal,
      );
      expect(loaded.backend.selfTest.passed).toBe(true);
    },
    60_000,
  );
});
