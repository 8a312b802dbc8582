import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openHarness, type Harness } from '../harness.ts';
import { openSdkPage, PAGE_MODULES, type SdkGlobals } from './sdk-page.ts';

interface WatchedGlobals extends SdkGlobals {
  /** Every worker that this page has started, in order. */
  workers: Worker[];
  make: (options?: object) => ReturnType<SdkGlobals['Captioner']['create']>;
}
declare const globalThis: WatchedGlobals & typeof window;

let harness: Harness;
let page: Page;

beforeAll(async () => {
  harness = await openHarness({ mounts: PAGE_MODULES, isolated: false });
  page = await openSdkPage(harness);
  await page.evaluate(() => {
    globalThis.workers = [];
    globalThis.Worker = class extends globalThis.Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        globalThis.workers.push(this);
      }
    };
    globalThis.make = (options) =>
      globalThis.Captioner.create({ backend: 'wasm', model: '/fixtures/tiny-pack/', ...options });
  });
});
afterAll(async () => {
  await harness.close();
});

describe('the worker', () => {
  test('that is terminated from outside: pending calls reject with worker-crashed, the next call gets a new one', async () => {
    const told = await page.evaluate(async () => {
      const captioner = await globalThis.make();
      const photo = globalThis.photos.picture();
      const { text } = await captioner.caption(photo);
      let killedAt = Infinity;
      let waitedMs = Infinity;
      // One of them is running when the worker goes, even where the timer is late.
      const calls = Array.from({ length: 12 }, () =>
        captioner.caption(photo, { beams: 8 }).then(
          () => 'captioned',
          (error) => {
            waitedMs = Math.min(waitedMs, performance.now() - killedAt);
            return error.code as string;
          },
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 2));
      globalThis.workers.at(-1)!.terminate();
      killedAt = performance.now();
      const outcomes = await Promise.all(calls);
      const again = await captioner.caption(photo);
      captioner.destroy();
      return { outcomes, waitedMs, text, again: again.text, count: globalThis.workers.length };
    });
    expect(told.outcomes).toContain('worker-crashed');
    expect(told.outcomes.filter((outcome) => !['worker-crashed', 'captioned'].includes(outcome))).toEqual([]);
    expect(told.waitedMs).toBeLessThan(10_000);
    expect(told.again).toBe(told.text);
    expect(told.count).toBe(2);
  });

  test.each([
    ['is not there', '/nowhere/worker.js'],
    ['is a page of HTML', '/harness.html'],
    ['is on another origin', 'https://example.invalid/worker.js'],
  ])('whose script %s: create rejects with worker-blocked', async (_, workerUrl) => {
    const error = await page.evaluate(
      (workerUrl) => globalThis.make({ workerUrl }).catch((error) => ({ code: error.code, remedy: error.remedy })),
      workerUrl,
    );
    expect(error).toMatchObject({ code: 'worker-blocked', remedy: expect.stringContaining('workerUrl') });
  });

  test('that never answers: create rejects with timeout', async () => {
    const error = await page.evaluate(() =>
      globalThis
        .make({
          workerUrl: URL.createObjectURL(new Blob([''], { type: 'text/javascript' })),
          timeouts: { startMs: 200 },
        })
        .catch((error) => ({ code: error.code, details: error.details })),
    );
    expect(error).toEqual({ code: 'timeout', details: { stage: 'start', limitMs: 200 } });
  });

  test('at an address of its own is used', async () => {
    const text = await page.evaluate(async () => {
      const captioner = await globalThis.make({ workerUrl: '/saccade/', assetBase: '/saccade/' });
      const { text } = await captioner.caption(globalThis.photos.picture());
      captioner.destroy();
      return text;
    });
    expect(text).not.toBe('');
  });
});

describe('destroy', () => {
  test('in the middle of calls settles all of them, twice is once, and later calls reject', async () => {
    const codes = await page.evaluate(async () => {
      const captioner = await globalThis.make();
      const photo = globalThis.photos.picture();
      const view = await captioner.look(photo);
      const stream = captioner.captionStreaming(photo);
      const calls = [
        captioner.caption(photo),
        captioner.look(photo),
        captioner.align(photo, 'a dog'),
        stream.result,
        view.caption(),
      ];
      const settled = Promise.all(calls.map((call) => (call as Promise<unknown>).catch((error) => error.code)));
      captioner.destroy();
      captioner.destroy();
      const read = await stream
        .getReader()
        .read()
        .catch((error) => error.code);
      return [...(await settled), read, await captioner.caption(photo).catch((error) => error.code)];
    });
    expect(codes).toEqual(Array(7).fill('destroyed'));
  });

  test('through await using ends the worker', async () => {
    const told = await page.evaluate(async () => {
      const captioner = await globalThis.make();
      await captioner[Symbol.asyncDispose]();
      return captioner.caption(globalThis.photos.picture()).catch((error) => error.code);
    });
    expect(told).toBe('destroyed');
  });

  test('of one captioner leaves another alone', async () => {
    const text = await page.evaluate(async () => {
      const [a, b] = await Promise.all([globalThis.make(), globalThis.make()]);
      a!.destroy();
      const { text } = await b!.caption(globalThis.photos.picture());
      b!.destroy();
      return text;
    });
    expect(text).not.toBe('');
  });
});

describe('the cache', () => {
  test('is filled by create, seen by availability, emptied by deleteCache', async () => {
    const states = await page.evaluate(async () => {
      const state = () => globalThis.Captioner.availability({ backend: 'wasm', model: '/fixtures/tiny-pack/' });
      (await globalThis.make()).destroy();
      const states: unknown[] = [await state()];
      states.push(await globalThis.Captioner.deleteCache(), await state(), await globalThis.Captioner.deleteCache());
      (await globalThis.make({ cache: false })).destroy();
      states.push(await state());
      return states;
    });
    expect(states).toEqual(['available', true, 'downloadable', false, 'downloadable']);
  });
});

describe('the main entry', () => {
  test('cannot be constructed by hand', async () => {
    const error = await page.evaluate(() => {
      try {
        return new (globalThis.Captioner as unknown as new () => unknown)();
      } catch (error) {
        return String(error);
      }
    });
    expect(error).toContain('Captioner.create()');
  });

  test("the strict policy of the documentation lets it caption, and nothing leaves the page's origin", async () => {
    const strict = await harness.browser.newPage();
    const requests: string[] = [];
    strict.on('request', (request) => requests.push(request.url()));
    await strict.route('**/harness.html', async (route) => {
      const reply = await route.fetch();
      const policy =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'; " +
        "connect-src 'self'; img-src 'self' blob:; style-src 'self'";
      await route.fulfill({ response: reply, headers: { ...reply.headers(), 'content-security-policy': policy } });
    });
    await strict.goto(`${harness.origin}/harness.html`);
    const text = await strict.evaluate(`(async () => {
      const { Captioner } = await import('saccade');
      const { picture, encode } = await import('/sdk/photos.js');
      const captioner = await Captioner.create({ backend: 'wasm', model: '/fixtures/tiny-pack/' });
      const { text } = await captioner.caption(await encode(picture()));
      captioner.destroy();
      return text;
    })()`);
    expect(text).toMatch(/^[a-z ]+$/);
    expect(requests.filter((url) => !url.startsWith(harness.origin) && !url.startsWith('data:'))).toEqual([]);
    await strict.close();
  });
});
