const STAGE = '/torture/stage.html';
const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; " +
  "img-src 'self' blob:; style-src 'self'";

/** A page with a policy has its scripts in files; the policy goes with every reply, workers' scripts included. */
const policed = (policy) => ({ headersOf: () => ({ 'Content-Security-Policy': policy }) });
const PLAIN = '/torture/policed.html';

const refusal = (page, options = {}) =>
  page.evaluate(
    (options) =>
      globalThis.stage.createCaptioner(options).then(
        () => ({ code: 'no error' }),
        ({ code, message, remedy }) => ({ code, message, remedy }),
      ),
    options,
  );

const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Pages with a Content Security Policy, and what goes over the network. */
export const POLICIES = [
  {
    name: `CSP ${STRICT}`,
    group: 'life',
    gives: "captions; only the page's own origin is asked, and nothing after the load",
    async run(stage) {
      const server = await stage.server(policed(STRICT));
      const browser = await stage.chromium();
      const asked = [];
      browser.on('request', (request) => asked.push(request.url()));
      const page = await browser.newPage();
      const violations = [];
      page.on(
        'console',
        (message) => /Content Security Policy/i.test(message.text()) && violations.push(message.text()),
      );
      await page.goto(server.origin + PLAIN);
      await page.waitForFunction(() => 'stage' in globalThis, null, { timeout: 60_000 });
      await stage.assertNormal(page);
      const foreign = asked.filter((url) => !url.startsWith(server.origin) && !/^(blob|data):/.test(url));
      stage.assert(foreign.length === 0, `asked ${foreign.join(' ')}`);
      const before = server.log.length;
      for (let i = 0; i < 3; i++) await stage.assertNormal(page);
      await page.evaluate(async () => {
        const captioner = await globalThis.stage.captioner();
        await captioner.align(await globalThis.stage.PHOTO, 'a dog');
        await globalThis.stage.renewCaptioner();
      });
      await page.waitForTimeout(500);
      const later = server.log.slice(before).map(({ path }) => path);
      stage.assert(later.length === 0, `asked after the load: ${later.join(' ')}`);
      stage.assert(violations.length === 0, violations.join('\n'));
    },
  },
  {
    name: "CSP without 'wasm-unsafe-eval'",
    group: 'life',
    gives: 'no-webassembly, that names the directive',
    async run(stage) {
      const server = await stage.server(policed("default-src 'self'; script-src 'self'"));
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + PLAIN);
      const { code, message, remedy } = await refusal(page);
      stage.assert(code === 'no-webassembly', `${code}: ${message}`);
      stage.assert(/wasm-unsafe-eval/.test(remedy), `the remedy is "${remedy}"`);
    },
  },
  {
    name: "CSP with worker-src 'none'",
    group: 'life',
    gives: 'worker-blocked, that names the directive',
    async run(stage) {
      const server = await stage.server(
        policed("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'"),
      );
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + PLAIN);
      const { code, message, remedy } = await refusal(page);
      stage.assert(code === 'worker-blocked', `${code}: ${message}`);
      stage.assert(/worker-src/.test(remedy), `the remedy is "${remedy}"`);
    },
  },
  {
    name: "CSP with connect-src 'none'",
    group: 'life',
    gives: 'asset-network',
    async run(stage) {
      const server = await stage.server(
        policed("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'"),
      );
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + PLAIN);
      const { code, message } = await refusal(page);
      stage.assert(code === 'asset-network', `${code}: ${message}`);
    },
  },
  {
    name: 'cross-origin isolated page (COOP and COEP), threads: 2',
    group: 'life',
    gives: 'two threads, the same caption',
    async run(stage) {
      const server = await stage.server({ headers: ISOLATION });
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      const { threads, reason, text } = await page.evaluate(async () => {
        const captioner = await globalThis.stage.createCaptioner({ threads: 2 });
        const { text } = await globalThis.stage.normalCaption(captioner);
        const { threads, reason } = captioner.backend;
        captioner.destroy();
        return { threads, reason, text };
      });
      const cores = await page.evaluate(() => navigator.hardwareConcurrency);
      stage.assert(threads === Math.min(2, cores), `${threads} threads of ${cores} cores: ${reason}`);
      stage.assert(!stage.normalText || text === stage.normalText, `"${text}"`);
    },
  },
  {
    name: 'cross-origin isolated page whose threads never start, threads: 2',
    group: 'life',
    slow: true,
    gives: 'one thread, the same caption; the reason says so',
    async run(stage) {
      const server = await stage.server({ headers: ISOLATION });
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      const { threads, reason, text } = await page.evaluate(async () => {
        const captioner = await globalThis.stage.createCaptioner({
          threads: 2,
          workerUrl: new URL('/hooked/threadless+worker.js', location.href).href,
          timeouts: { sessionMs: 30_000 },
        });
        const { text } = await globalThis.stage.normalCaption(captioner);
        const { threads, reason } = captioner.backend;
        captioner.destroy();
        return { threads, reason, text };
      });
      stage.assert(threads === 1 && /One thread instead of 2, which failed/.test(reason), `${threads}: ${reason}`);
      stage.assert(!stage.normalText || text === stage.normalText, `"${text}"`);
    },
  },
];
