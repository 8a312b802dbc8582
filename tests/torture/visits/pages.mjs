import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureChromium } from '../../../scripts/setup/chromium.mjs';

const STAGE = '/torture/stage.html';

/** A browser with the back/forward cache on, which automation turns off. `close` ends it. */
async function openWithCache() {
  const profile = await mkdtemp(join(tmpdir(), 'saccade-profile-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureChromium(),
    headless: true,
    timeout: 120_000,
    args: ['--no-sandbox', '--no-first-run', '--enable-features=BackForwardCache'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  const close = async () => {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { browser, close };
}

/** Pages that go to the background, freeze, are left and come back. */
export const PAGES = [
  {
    name: 'page with an idle captioner left and come back to (bfcache on)',
    group: 'life',
    gives: 'the very same page: a captioner keeps none out of the back/forward cache; it captions',
    async run(stage) {
      const server = await stage.server();
      const { browser, close } = await openWithCache();
      try {
        const page = await stage.page(browser, server.origin + STAGE);
        const comeBack = async () => {
          await page.evaluate(() => (globalThis.marker = 'the same page'));
          await page.goto(`${server.origin}/torture/empty.html`);
          await page.waitForTimeout(500);
          await page.goBack({ waitUntil: 'commit' });
          await page.waitForFunction(() => 'stage' in globalThis);
          return page.evaluate(() => globalThis.marker === 'the same page');
        };
        if (!(await comeBack())) return 'this browser keeps no page at all';
        await stage.assertNormal(page);
        await page.waitForTimeout(3000);
        const isSame = await comeBack();
        await stage.assertNormal(page);
        stage.assert(isSame, 'the page was made anew');
      } finally {
        await close();
      }
    },
  },
  {
    name: 'page left in mid-caption and come back to (bfcache on)',
    group: 'life',
    gives: 'the call is settled, the next one answered',
    async run(stage) {
      const server = await stage.server();
      const { browser, close } = await openWithCache();
      try {
        const page = await stage.page(browser, server.origin + STAGE);
        await stage.assertNormal(page);
        await page.evaluate(async () => {
          const captioner = await globalThis.stage.captioner();
          const photo = await globalThis.stage.PHOTO;
          globalThis.marker = 'the same page';
          globalThis.restored = false;
          addEventListener('pageshow', ({ persisted }) => (globalThis.restored = persisted));
          const calls = Array.from({ length: 10 }, () => captioner.caption(photo, { beams: 8, maxTokens: 64 }));
          globalThis.pending = Promise.allSettled(calls);
        });
        await page.goto(`${server.origin}/torture/empty.html`);
        await page.waitForTimeout(500);
        await page.goBack({ waitUntil: 'commit' });
        const restored = await page.evaluate(() => globalThis.restored && globalThis.marker === 'the same page');
        await page.waitForFunction(() => 'stage' in globalThis);
        if (restored) {
          const settled = await page.evaluate(async () => {
            const results = await globalThis.stage.settles(globalThis.pending, 'the calls', 90_000);
            return results.map(({ status, reason }) =>
              status === 'fulfilled' ? status : (reason?.code ?? String(reason)),
            );
          });
          const odd = settled.filter((outcome) => !['fulfilled', 'worker-crashed', 'timeout'].includes(outcome));
          stage.assert(odd.length === 0, odd.join());
        }
        await stage.assertNormal(page);
        if (!restored) return 'the browser did not keep the page; a fresh one captions';
      } finally {
        await close();
      }
    },
  },
  {
    name: 'page frozen for 8 seconds in mid-caption (runMs 5000)',
    group: 'life',
    gives: 'no false alarm: all calls are answered',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      await page.evaluate(async () => {
        const captioner = await globalThis.stage.createCaptioner({ timeouts: { runMs: 5000 } });
        const photo = await globalThis.stage.PHOTO;
        globalThis.pending = Promise.allSettled(
          Array.from({ length: 20 }, () => captioner.caption(photo, { beams: 8, maxTokens: 64 })),
        );
      });
      const protocol = await browser.newCDPSession(page);
      await protocol.send('Page.setWebLifecycleState', { state: 'frozen' });
      await new Promise((resolve) => setTimeout(resolve, 8000));
      await protocol.send('Page.setWebLifecycleState', { state: 'active' });
      const failed = await page.evaluate(async () =>
        (await globalThis.stage.settles(globalThis.pending, 'the calls'))
          .filter(({ status }) => status === 'rejected')
          .map(({ reason }) => String(reason)),
      );
      stage.assert(failed.length === 0, failed.join());
      await stage.assertNormal(page);
    },
  },
  {
    name: 'page in the background (another tab in front)',
    group: 'life',
    gives: 'the same caption',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      const front = await browser.newPage();
      await front.bringToFront();
      await stage.assertNormal(page);
    },
  },
  {
    name: 'page closed in mid-caption, its neighbour of the same origin captions',
    group: 'life',
    gives: 'the neighbour is not disturbed',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const [one, other] = [
        await stage.page(browser, server.origin + STAGE),
        await stage.page(browser, server.origin + STAGE),
      ];
      await stage.assertNormal(one);
      await one.evaluate(async () => {
        const captioner = await globalThis.stage.captioner();
        const photo = await globalThis.stage.PHOTO;
        for (let i = 0; i < 20; i++) void captioner.caption(photo, { beams: 8 });
      });
      await one.close();
      await stage.assertNormal(other);
    },
  },
];
