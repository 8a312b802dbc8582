import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';

/** Path of an installed Firefox, or undefined. */
export function findFirefox() {
  if (process.env.SACCADE_FIREFOX) return process.env.SACCADE_FIREFOX;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => ['firefox', 'firefox-esr'].map((name) => join(folder, name))).find(existsSync);
}

/**
 * Starts a headless Firefox with a fresh profile, over WebDriver BiDi.
 *
 * @param {Record<string, unknown>} [prefs] - Preferences, as in about:config.
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export async function openFirefox(prefs = {}) {
  const { default: puppeteer } = await import('puppeteer-core');
  const home = await mkdtemp(join(tmpdir(), 'saccade-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
    protocol: 'webDriverBiDi',
    timeout: 120_000,
    protocolTimeout: 600_000,
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: prefs,
  });
  browser.on('disconnected', () => void rm(home, { recursive: true, force: true, maxRetries: 3 }).catch(() => {}));
  return browser;
}
