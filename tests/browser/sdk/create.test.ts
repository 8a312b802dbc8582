import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../harness.ts';
import { openSdkPage, PAGE_MODULES, TINY, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

let harness: Harness;
let page: Page;

beforeAll(async () => {
  harness = await openHarness({ mounts: PAGE_MODULES });
  page = await openSdkPage(harness, TINY);
});
afterAll(async () => {
  await harness.close();
});

describe('Captioner.create', () => {
  test('reports progress from 0 to 1 without falling back, and tells model and backend', async () => {
    const fresh = await openSdkPage(harness);
    const told = await fresh.evaluate(async () => {
      const before = await globalThis.Captioner.availability({ backend: 'wasm', model: '/fixtures/tiny-pack/' });
      const progress: number[] = [];
      const captioner = await globalThis.Captioner.create({
        backend: 'wasm',
        model: '/fixtures/tiny-pack/',
        monitor(monitor) {
          monitor.addEventListener('downloadprogress', (event) => progress.push(event.loaded));
        },
      });
      const after = await globalThis.Captioner.availability({ backend: 'wasm', model: '/fixtures/tiny-pack/' });
      const { model, backend } = captioner;
      captioner.destroy();
      return { before, after, progress, model, backend };
    });
    // The page of beforeAll, in the same browser, has filled the cache.
    expect([told.before, told.after]).toEqual(['available', 'available']);
    expect(told.progress[0]).toBe(0);
    expect(told.progress.at(-1)).toBe(1);
    expect(told.progress).toEqual([...told.progress].sort((a, b) => a - b));
    expect(told.model).toMatchObject({ name: 'tiny', grid: { rows: 14, columns: 14 }, language: 'en' });
    expect(told.backend).toMatchObject({ name: 'wasm', adapter: null, selfTest: { passed: true } });
    expect(told.backend.selfTest.maxAbsDiff).toBeLessThan(1e-3);
    expect(told.backend.reason).toContain('WASM was asked for.');
    expect(told.backend.timings.wasm?.encodeMs).toBeGreaterThan(0);
    await fresh.close();
  });

  test('rejects with the reason of its signal, before and in the middle', async () => {
    const reasons = await page.evaluate(async () => {
      const create = (signal: AbortSignal) =>
        globalThis.Captioner.create({ backend: 'wasm', model: '/fixtures/tiny-pack/', signal }).catch((error) => error);
      const controller = new AbortController();
      const middle = create(controller.signal);
      setTimeout(() => {
        controller.abort('in the middle');
      }, 5);
      return [await create(AbortSignal.abort('before')), await middle];
    });
    expect(reasons).toEqual(['before', 'in the middle']);
  });

  test('loads the whole runtime for a model with operators that the reduced one lacks', async () => {
    const { reason, text } = await page.evaluate(async () => {
      const captioner = await globalThis.Captioner.create({
        backend: 'wasm',
        model: '/fixtures/tiny-pack/other-operators.json',
      });
      const { text } = await captioner.caption(await globalThis.photos.picture());
      captioner.destroy();
      return { reason: captioner.backend.reason, text };
    });
    expect(reason).toMatch(/The whole runtime, because of the reduced one: .*No Op registered for OneHot/);
    expect(text).not.toBe('');
  });

  test('rejects with its own error when the model is not there, and the next create works', async () => {
    const codes = await page.evaluate(async () => {
      const create = (model: string) =>
        globalThis.Captioner.create({ backend: 'wasm', model }).then(
          (captioner) => {
            captioner.destroy();
            return 'created';
          },
          (error) => `${error.name} ${error.code}`,
        );
      return [await create('/nowhere/'), await create('/harness.html'), await create('/fixtures/tiny-pack/')];
    });
    expect(codes[0]).toBe('ModelLoadError asset-not-found');
    expect(codes[1]).toMatch(/^ModelLoadError (asset-wrong-type|manifest-invalid)$/);
    expect(codes[2]).toBe('created');
  });

  test('webgpu by name in a browser without it rejects with webgpu-unavailable', async () => {
    const error = await page.evaluate(() =>
      globalThis.Captioner.create({ backend: 'webgpu', model: '/fixtures/tiny-pack/' }).catch((error) => ({
        name: error.name,
        code: error.code,
      })),
    );
    expect(error).toEqual({ name: 'EnvironmentError', code: 'webgpu-unavailable' });
    expect(await page.evaluate(() => globalThis.Captioner.availability({ backend: 'webgpu' }))).toBe('unavailable');
  });
});
