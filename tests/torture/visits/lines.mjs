const STAGE = '/torture/stage.html';

/** Networks that go away and come back, and tabs that share one. */
export const LINES = [
  {
    name: 'second visit with the server gone',
    group: 'network',
    gives: 'captions from the cache (the page itself comes from its own service worker)',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      await stage.assertNormal(page);
      await page.evaluate(async () => {
        await globalThis.stage.renewCaptioner();
        await navigator.serviceWorker.register('/page-only.js');
        await navigator.serviceWorker.ready;
      });
      await page.reload();
      await page.waitForFunction(() => 'stage' in globalThis);
      await stage.assertNormal(page);
      await server.close();
      await page.reload();
      await page.waitForFunction(() => 'stage' in globalThis);
      await stage.assertNormal(page);
      const availability = await page.evaluate(() =>
        globalThis.stage.Captioner.availability({ backend: 'wasm', model: globalThis.stage.MODEL }),
      );
      stage.assert(availability === 'available', `availability is ${availability}`);
    },
  },
  {
    name: 'first visit with the network off',
    group: 'network',
    gives: 'asset-network, that says what to do; works once it is on',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      await page.evaluate(() => fetch('/saccade/worker.js').then((reply) => reply.blob()));
      const blocked = `${server.origin}/fixtures/**`;
      await browser.route(blocked, (route) => route.abort('internetdisconnected'));
      await page.evaluate(async () => {
        await globalThis.stage.rejects(globalThis.stage.createCaptioner(), 'asset-network');
      });
      await browser.unroute(blocked);
      await stage.assertNormal(page);
    },
  },
  {
    name: 'the network goes away in the middle of the first download, and comes back',
    group: 'network',
    slow: true,
    gives: 'the captioner, without a call of create() in between',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      await stage.assertNormal(page);
      await page.evaluate(async () => {
        const { createCaptioner, faulty, normalCaption, Captioner } = globalThis.stage;
        await Captioner.deleteCache();
        const { model } = faulty({ 'step.onnx': 'trickle' });
        globalThis.text = createCaptioner({ model, timeouts: { stallMs: 60_000 } })
          .then((captioner) => normalCaption(captioner).finally(() => captioner.destroy()))
          .then(({ text }) => text);
        globalThis.text.catch(() => undefined);
      });
      const requests = () => server.log.filter(({ path }) => path.endsWith('step.onnx') && path.includes('/faulty/'));
      while (requests().length === 0) await page.waitForTimeout(100);
      await page.waitForTimeout(3000);
      await browser.setOffline(true);
      const isOffline = await page.evaluate(() => navigator.onLine === false);
      await page.waitForTimeout(4000);
      const asked = requests().length;
      await browser.setOffline(false);
      stage.assert(isOffline && asked === 1, `asked ${asked} times while offline`);
      const text = await page.evaluate(() => globalThis.stage.settles(globalThis.text, 'create()', 120_000));
      stage.assert(!stage.normalText || text === stage.normalText, `"${text}"`);
    },
  },
  {
    name: 'two tabs that open at once',
    group: 'network',
    gives: 'the same caption in both, from one download',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const tabs = [await stage.page(browser, server.origin + STAGE), await stage.page(browser, server.origin + STAGE)];
      await Promise.all(tabs.map((tab) => stage.assertNormal(tab)));
      const asked = server.log.map(({ path }) => path).filter((path) => /\.(onnx|wasm)$/.test(path));
      stage.assert(asked.length === new Set(asked).size, `downloaded twice: ${asked.join(' ')}`);
    },
  },
  {
    name: 'a tab closed in the middle of the download another one waits for',
    group: 'network',
    gives: 'the other tab goes on with the download',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const tabs = [await stage.page(browser, server.origin + STAGE), await stage.page(browser, server.origin + STAGE)];
      const model = await tabs[0].evaluate(() => globalThis.stage.faulty({ 'step.onnx': ['stall', 1] }).model);
      await tabs[0].evaluate((model) => void globalThis.stage.createCaptioner({ model }).catch(() => undefined), model);
      await tabs[0].waitForTimeout(1500);
      const waiting = tabs[1].evaluate(async (model) => {
        const captioner = await globalThis.stage.createCaptioner({ model });
        return (await globalThis.stage.normalCaption(captioner)).text;
      }, model);
      await tabs[1].waitForTimeout(500);
      await tabs[0].close();
      const text = await waiting;
      stage.assert(!stage.normalText || text === stage.normalText, `"${text}"`);
    },
  },
];
