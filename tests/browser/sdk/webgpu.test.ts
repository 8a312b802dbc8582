import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../harness.ts';
import { openSdkPage, PAGE_MODULES, type SdkGlobals } from './sdk-page.ts';

declare const globalThis: SdkGlobals & typeof window;

/** Lets the page destroy the worker's device, and then refuse it another one. */
const HOOK = `
const { requestDevice } = GPUAdapter.prototype;
const channel = new BroadcastChannel('gpu');
let refuse = false;
GPUAdapter.prototype.requestDevice = async function (...args) {
  if (refuse) throw new Error('no device for you');
  const device = await requestDevice.apply(this, args);
  channel.addEventListener('message', ({ data }) => {
    refuse = data === 'lose for good';
    device.destroy();
  });
  return device;
};`;

let harness: Harness;
let page: Page;

beforeAll(async () => {
  harness = await openHarness({
    webgpu: true,
    mounts: PAGE_MODULES,
    isolated: false,
    intercept: (request, response) => {
      const source = {
        '/hooked/hook.js': HOOK,
        '/hooked/worker-webgpu.js': "import './hook.js';\nimport '/saccade/worker-webgpu.js';",
        '/hooked/worker.js': "import '/saccade/worker.js';",
      }[request.url ?? ''];
      if (source) response.writeHead(200, { 'content-type': 'text/javascript' }).end(source);
      return source !== undefined;
    },
  });
  page = await openSdkPage(harness);
});
afterAll(async () => {
  await harness.close();
});

describe('WebGPU on a software adapter', () => {
  test('by name captions with the words and numbers of WASM, soft and hard', async () => {
    const [webgpu, wasm] = await page.evaluate(async () => {
      const results = [];
      for (const backend of ['webgpu', 'wasm'] as const) {
        const captioner = await globalThis.Captioner.create({ backend, model: '/fixtures/tiny-pack/' });
        const photo = globalThis.photos.picture();
        const captions = [
          await captioner.caption(photo, { beams: 1 }),
          await captioner.caption(photo, { attention: 'hard', seed: 5, beams: 1 }),
        ];
        results.push({
          backend: captioner.backend,
          texts: captions.map(({ text }) => text),
          logProbs: captions.map(({ logProb }) => logProb),
        });
        captioner.destroy();
      }
      return results;
    });
    expect(webgpu!.texts).toEqual(wasm!.texts);
    webgpu!.logProbs.forEach((logProb, i) => {
      expect(logProb).toBeCloseTo(wasm!.logProbs[i]!, 2);
    });
    expect(webgpu!.backend).toMatchObject({
      name: 'webgpu',
      adapter: { isFallback: true },
      selfTest: { passed: true },
    });
    expect(webgpu!.backend.reason).toContain('WebGPU was asked for.');
  });

  test('is left alone by auto, which says why', async () => {
    const backend = await page.evaluate(async () => {
      const captioner = await globalThis.Captioner.create({ model: '/fixtures/tiny-pack/' });
      const { backend } = captioner;
      captioner.destroy();
      return backend;
    });
    expect(backend.name).toBe('wasm');
    expect(backend.reason).toContain('software');
  });

  test('lost in the middle goes on with the same words: first on a new device, then on WASM, with an event each', async () => {
    const told = await page.evaluate(async () => {
      const captioner = await globalThis.Captioner.create({
        backend: 'webgpu',
        model: '/fixtures/tiny-pack/',
        workerUrl: '/hooked/',
        // A software adapter on a busy machine takes its time; this test is about what is lost, not about time.
        timeouts: { sessionMs: 600_000, runMs: 300_000 },
      });
      const photo = globalThis.photos.picture();
      const channel = new BroadcastChannel('gpu');
      const events: string[] = [];
      captioner.addEventListener('backendchange', () => events.push(captioner.backend.name));
      const view = await captioner.look(photo);
      const { text } = await captioner.caption(photo, { beams: 1 });
      const rounds = [];
      for (const message of ['lose', 'lose for good']) {
        const stream = captioner.captionStreaming(photo, { beams: 1 });
        let streamed = '';
        for await (const token of stream) {
          if (streamed === '') channel.postMessage(message);
          streamed += token.text;
        }
        // Only a run after the loss notices it.
        const after = (await captioner.caption(photo, { beams: 1 })).text;
        rounds.push({ streamed, after, viewed: (await view.caption({ beams: 1 })).text, name: captioner.backend.name });
      }
      const { reason } = captioner.backend;
      captioner.destroy();
      return { text, rounds, events, reason };
    });
    for (const { streamed, after, viewed } of told.rounds) {
      expect([streamed, after, viewed]).toEqual(Array(3).fill(told.text));
    }
    expect(told.rounds.map(({ name }) => name)).toEqual(['webgpu', 'wasm']);
    expect(told.events).toEqual(['webgpu', 'wasm']);
    expect(told.reason).toMatch(/lost|device/i);
  }, 600_000);
});
