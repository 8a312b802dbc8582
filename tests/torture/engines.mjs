import { openBrowser } from '../../scripts/serve/browser.mjs';
import { openFirefox } from './firefox.mjs';

/** A browser that shows one page. `open(url)` gives back how to end it. */
export const chromiumEngine = {
  name: 'chromium',
  async open(url) {
    const browser = await openBrowser();
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(`error in page: ${error.stack ?? error.message}`));
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 180_000 });
    return { close: () => browser.close() };
  },
};

export const firefoxEngine = {
  name: 'firefox',
  async open(url) {
    const browser = await openFirefox();
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(`error in page: ${error.message}`));
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 180_000 });
    return { close: () => browser.close() };
  },
};
