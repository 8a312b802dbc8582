import { openBrowser } from '../../scripts/serve/browser.mjs';
import { openFirefox } from './firefox.mjs';
import { openTortureServer } from './server.mjs';
import { GPU } from './visits/gpu.mjs';
import { LINES } from './visits/lines.mjs';
import { MAIN_THREAD } from './visits/main-thread.mjs';
import { PAGES } from './visits/pages.mjs';
import { POLICIES } from './visits/policies.mjs';
import { STORES } from './visits/stores.mjs';

const VISITS = [...STORES, ...LINES, ...POLICIES, ...PAGES, ...MAIN_THREAD, ...GPU];
const VISIT_LIMIT_MS = 400_000;

/** What a visit is given: a way to open servers and browsers that are closed after it. */
class Stage {
  #closing = [];

  /** @param {string} normalText - What the photo is captioned with when nothing is wrong; may be empty. */
  constructor(engine, normalText) {
    this.engine = engine;
    this.normalText = normalText;
  }

  async server(options) {
    const server = await openTortureServer(options);
    this.#closing.push(() => server.close());
    return server;
  }

  async chromium(options) {
    const browser = await openBrowser(options);
    this.#closing.push(() => browser.close());
    return browser;
  }

  async firefox(prefs) {
    const browser = await openFirefox(prefs);
    this.#closing.push(() => browser.close());
    return browser;
  }

  /** Opens a page whose `stage` holds the captioner, the photo and the checks. */
  async page(browser, url) {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(
      () => 'stage' in globalThis,
      ...(this.engine === 'firefox' ? [] : [null, { timeout: 60_000 }]),
    );
    return page;
  }

  /** Fails unless the page captions the photo as every page does. */
  async assertNormal(page) {
    const text = await page.evaluate(async () => (await globalThis.stage.normalCaption()).text);
    this.assert(!this.normalText || text === this.normalText, `"${text}" instead of "${this.normalText}"`);
    return text;
  }

  assert(condition, message) {
    if (!condition) throw new Error(message);
  }

  async close() {
    for (const end of this.#closing.reverse()) await end().catch(() => undefined);
  }
}

/** Runs the visits: rows that need a browser, a profile or a network of their own. */
export async function runVisits(engine, { quick, only }, table, normalText) {
  for (const visit of VISITS) {
    const { name, group, gives, run, engines = ['chromium'], slow } = visit;
    if (!engines.includes(engine) || (quick && slow) || (only && !new RegExp(only).test(`${group} ${name}`))) continue;
    const stage = new Stage(engine, normalText);
    const startedAt = performance.now();
    const row = { engine, group, name, gives };
    let timer;
    try {
      const hung = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not done within ${VISIT_LIMIT_MS / 1000} s`)), VISIT_LIMIT_MS);
      });
      const skipped = (await Promise.race([run(stage), hung])) ?? null;
      table.add({ ...row, passed: true, skipped, ms: performance.now() - startedAt });
    } catch (error) {
      table.add({ ...row, passed: false, error: error?.message ?? String(error), ms: performance.now() - startedAt });
    } finally {
      clearTimeout(timer);
      await stage.close();
    }
  }
}
