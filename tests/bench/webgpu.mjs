import { openBrowser } from '../../scripts/serve/browser.mjs';
import { summarizeFields } from './statistics.mjs';

/**
 * saccade on WebGPU where there is a real adapter. A software adapter says nothing about a GPU, so it is named and not
 * timed.
 *
 * @returns {Promise<{ adapter: object | null, reason: string, row: object | null }>}
 */
export async function webgpuRow(origin, photo, repeats) {
  const browser = await openBrowser({ webgpu: true });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(`${origin}/pages/saccade.html`);
    await page.waitForFunction('window.bench');
    const adapter = await page.evaluate(async () => {
      const found = await navigator.gpu?.requestAdapter();
      if (!found) return null;
      const { vendor, architecture, description, isFallbackAdapter } = found.info;
      return { vendor, architecture, description, isFallback: Boolean(isFallbackAdapter ?? found.isFallbackAdapter) };
    });
    if (!adapter) return { adapter, reason: 'this browser has no GPU adapter here', row: null };
    if (adapter.isFallback || adapter.architecture === 'swiftshader') {
      return { adapter, reason: 'the only adapter is a software one, whose times say nothing about a GPU', row: null };
    }
    await page.evaluate(() => window.bench.open({ backend: 'webgpu' }));
    const records = [];
    for (let round = -1; round < repeats; round += 1) {
      const record = await page.evaluate((url) => window.bench.caption(url, { beams: 1 }), photo);
      if (round >= 0) records.push(record);
    }
    return { adapter, reason: '', row: summarizeFields(records) };
  } catch (error) {
    return { adapter: null, reason: String(error.message).split('\n')[0], row: null };
  } finally {
    await browser.close();
  }
}
