import { fileURLToPath } from 'node:url';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright';
import { openBrowser } from '../../scripts/serve/browser.mjs';
import { ISOLATION, serve } from '../../scripts/serve/static-server.mjs';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What a browser test wants beside the built package. */
export interface HarnessOptions {
  /** Let pages have WebGPU, on a software adapter where there is no GPU. @default false */
  webgpu?: boolean;
  /** Serve with COOP/COEP, so that pages are cross-origin isolated. @default true */
  isolated?: boolean;
  /** More folders (or files) to serve, by path prefix. */
  mounts?: Record<string, string>;
  /** Sees each request first; true if it answered. For servers that lie, stall or cut. */
  intercept?: NonNullable<Parameters<typeof serve>[1]>['intercept'];
  /** More switches of the browser. */
  args?: string[];
  /** Playwright's context options: device pixel ratio, reduced motion, offline. */
  context?: BrowserContextOptions;
}

/** A browser and a server of the built package, for one test file. */
export interface Harness {
  /** Without a slash at its end. `/saccade/` is dist/, `/fixtures/` tests/fixtures/, `/examples/` examples/. */
  origin: string;
  browser: BrowserContext;
  /** A page at `path`; without one, an empty page whose import map knows `saccade`. Page errors fail loudly. */
  newPage(path?: string): Promise<Page>;
  close(): Promise<void>;
}

/**
 * Opens browser and server. Call in `beforeAll`, and `close()` in `afterAll`.
 *
 * In a page, import the package by name: `page.evaluate(async () => { const { Captioner } = await import('saccade'); … })`.
 */
export async function openHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { webgpu = false, isolated = true, mounts = {}, intercept, args = [], context = {} } = options;
  const server = await serve(
    {
      '/harness.html': root('tests/browser/harness-page.html'),
      '/saccade/': root('dist'),
      '/fixtures/': root('tests/fixtures'),
      '/examples/': root('examples'),
      ...mounts,
    },
    { headers: isolated ? ISOLATION : {}, ...(intercept ? { intercept } : {}) },
  );
  const browser = await openBrowser({ webgpu, args, context });
  return {
    origin: server.origin,
    browser,
    async newPage(path = '/harness.html') {
      const page = await browser.newPage();
      page.setDefaultTimeout(120_000);
      page.on('pageerror', (error) => {
        console.error(`error in page: ${error.stack ?? error.message}`);
      });
      await page.goto(`${server.origin}${path}`);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
