import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureChromium } from '../setup/chromium.mjs';

const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless Chromium with a fresh profile, which is removed when it closes.
 *
 * @param {object} [options]
 * @param {boolean} [options.webgpu] - Let pages have WebGPU; a software adapter (SwiftShader) where there is no GPU.
 * @param {string[]} [options.args] - More switches.
 * @param {import('playwright').BrowserContextOptions} [options.context] - Options of the browser context.
 * @returns {Promise<import('playwright').BrowserContext>}
 */
export async function openBrowser({ webgpu = false, args = [], context = {} } = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'saccade-browser-'));
  const opened = await chromium.launchPersistentContext(profile, {
    executablePath: await ensureChromium(),
    headless: true,
    timeout: 120_000,
    args: [...QUIET, ...(webgpu ? ['--enable-unsafe-webgpu'] : []), ...args],
    ...context,
  });
  opened.on('close', () => void rm(profile, { recursive: true, force: true, maxRetries: 3 }).catch(() => {}));
  return opened;
}
