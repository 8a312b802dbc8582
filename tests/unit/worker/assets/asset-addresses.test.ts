import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../src/shared/manifest.ts';
import { loadAssets } from '../../../../worker/assets/load-assets.ts';
import { assetServerForTests } from '../asset-server.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/tiny-pack/${name}`, import.meta.url));
const manifest = JSON.parse(fixture('manifest.json').toString()) as Manifest;
const never = new AbortController().signal;
const timeouts = { startMs: 1e4, stallMs: 1e4, sessionMs: 1e4, runMs: 1e4 };
const ignore = () => undefined;

const server = await assetServerForTests();

// Any bytes will do for the runtime here: the step graph stands in for it.
const urls = () => ({ manifest: `${server.origin}/tiny/manifest.json`, runtime: `${server.origin}/tiny/step.onnx` });
const fetched = () => server.log.map((entry) => entry.path.replace('/tiny/', ''));

describe('loadAssets, where the files lie', () => {
  it('takes model files from the addresses that a bundler gave them', async () => {
    const assets = { ...urls(), modelFiles: { encoder: `${server.origin}/tiny/encoder.onnx?hashed` } };
    server.fault = (request, response) => {
      if (request.url !== '/tiny/encoder.onnx?hashed') return false;
      response.writeHead(200).end(fixture('encoder.onnx'));
      return true;
    };
    const request = { assets, cache: false, timeouts };
    const { encoder } = await loadAssets(request, manifest.files.step, ignore, ignore, never);
    expect(encoder).toHaveLength(manifest.files.encoder.bytes);
    expect(fetched()).toContain('encoder.onnx?hashed');
    expect(fetched()).not.toContain('encoder.onnx');
  });

  it.each([
    ['beside the manifest', {}, '/tiny/reference.bin'],
    ['where a bundler put it', { reference: 'renamed' }, '/hashed/reference-1a2b.bin'],
  ])('loads the reference of a pack that has one, %s', async (_where, renamed, path) => {
    const bytes = Buffer.from(Float32Array.of(1, 2, 3).buffer);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const entry = { path: 'reference.bin', bytes: bytes.length, sha256, chunkBytes: 4096, chunks: [sha256] };
    const pack = JSON.stringify({ ...manifest, files: { ...manifest.files, reference: entry } });
    server.fault = (request, response) => {
      if (request.url!.endsWith('manifest.json')) response.writeHead(200).end(pack);
      else if (request.url === path) response.writeHead(200).end(bytes);
      else return false;
      return true;
    };
    const modelFiles = 'reference' in renamed ? { reference: server.origin + path } : {};
    const request = { assets: { ...urls(), modelFiles }, cache: false, timeouts };
    const { reference } = await loadAssets(request, manifest.files.step, ignore, ignore, never);
    expect(reference).toEqual(new Uint8Array(bytes));
  });
});
