import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { assetUrls, workerScriptUrl } from '../../../src/asset-urls.ts';

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'https://page.example/app/index.html' });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('assetUrls', () => {
  test('finds runtime and model beside the module when nothing is set', () => {
    const urls = assetUrls('wasm', {});
    expect(urls.runtime).toMatch(/^file:.*\/src\/runtime\/ort-wasm-simd-threaded\.reduced\.wasm$/);
    expect(urls.manifest).toMatch(/\/src\/models\/flickr8k-lite2\/manifest\.saccade$/);
    expect(urls.modelFiles.encoder).toMatch(/\/encoder\.onnx$/);
    expect(urls.modelFiles.step).toMatch(/\/step\.onnx$/);
    expect(urls.modelFiles.reference).toMatch(/\/reference\.bin$/);
  });

  test('takes the whole runtime where it is needed', () => {
    expect(assetUrls('wasm', {}, 'whole').runtime).toMatch(/\/ort-wasm-simd-threaded\.wasm$/);
    expect(assetUrls('wasm', { assetBase: '/s/' }, 'whole').runtime).toMatch(/\/s\/.*\/ort-wasm-simd-threaded\.wasm$/);
  });

  test('takes the binary of the backend', () => {
    expect(assetUrls('webgpu', {}).runtime).toMatch(/\.jspi\.wasm$/);
    expect(assetUrls('webgpu', { assetBase: '/s/' }).runtime).toMatch(/\/s\/runtime\/.*\.jspi\.wasm$/);
  });

  test('counts assetBase from the page', () => {
    expect(assetUrls('wasm', { assetBase: './saccade/' })).toEqual({
      manifest: 'https://page.example/app/saccade/models/flickr8k-lite2/manifest.json',
      modelFiles: {},
      runtime: 'https://page.example/app/saccade/runtime/ort-wasm-simd-threaded.reduced.wasm',
    });
  });

  test.each([
    ['/models/mine/', 'https://page.example/models/mine/manifest.json'],
    ['/models/mine/manifest.json', 'https://page.example/models/mine/manifest.json'],
    [new URL('https://cdn.example/m.json?v=2'), 'https://cdn.example/m.json?v=2'],
  ])('takes model %s, with its files relative to the manifest', (model, manifest) => {
    const urls = assetUrls('wasm', { model });
    expect(urls.manifest).toBe(manifest);
    expect(urls.modelFiles).toEqual({});
    expect(urls.runtime).toMatch(/^file:/);
  });
});

describe('workerScriptUrl', () => {
  test.each([
    ['wasm', undefined, null],
    ['webgpu', undefined, null],
    ['wasm', '/w/', 'https://page.example/w/worker.js'],
    ['webgpu', '/w/', 'https://page.example/w/worker-webgpu.js'],
    ['wasm', '/w/worker.js?v=1', 'https://page.example/w/worker.js?v=1'],
    ['webgpu', '/w/worker.js?v=1', 'https://page.example/w/worker-webgpu.js?v=1'],
    ['webgpu', '/w/worker-webgpu.js', 'https://page.example/w/worker-webgpu.js'],
    ['wasm', '/w/worker-webgpu.js', 'https://page.example/w/worker.js'],
    ['wasm', '/w/caption.js', 'https://page.example/w/caption.js'],
    ['webgpu', '/w/caption.js', undefined],
  ] as const)('for %s and workerUrl %s is %s', (backend, workerUrl, url) => {
    expect(workerScriptUrl(backend, workerUrl === undefined ? {} : { workerUrl })).toBe(url);
  });
});
