import { readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { ensureChromium } from '../../scripts/setup/chromium.mjs';
import { openTortureServer } from '../torture/server.mjs';

/**
 * Opens the page that captions, and the means to measure it.
 *
 * @param {string} model - Address of a model pack's folder; the tests' small one if empty.
 */
export async function openSoak(model) {
  const server = await openTortureServer();
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--no-sandbox', '--no-first-run', '--disable-background-networking'],
    timeout: 120_000,
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/soak/index.html${model ? `?model=${encodeURIComponent(model)}` : ''}`);
  await page.waitForFunction(() => 'soak' in globalThis, null, { timeout: 120_000 });
  const tab = await context.newCDPSession(page);
  const system = await browser.newBrowserCDPSession();
  return {
    run: (count) => page.evaluate((count) => globalThis.soak.run(count), count),
    async measure() {
      // Twice: what finalizers let go of is collected by the second.
      await tab.send('HeapProfiler.collectGarbage');
      await tab.send('HeapProfiler.collectGarbage');
      const { usedSize } = await tab.send('Runtime.getHeapUsage');
      return { heapMb: usedSize / 2 ** 20, residentMb: await residentMegabytes(system) };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Resident size of the largest renderer, page and workers together; null where the system does not tell. */
async function residentMegabytes(system) {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      try {
        return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1024;
      } catch {
        return NaN;
      }
    })
    .filter(Number.isFinite);
  return sizes.length === 0 ? null : Math.max(...sizes);
}

/** Slope of the straight line that fits points `[x, y]` best (least squares). */
export function slope(points) {
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const variance = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return variance === 0 ? 0 : covariance / variance;
}
