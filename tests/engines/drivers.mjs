import { mkdtemp, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from '../../scripts/serve/browser.mjs';

/**
 * A page in some browser.
 *
 * @typedef {object} DrivenPage
 * @property {(expression: string) => Promise<unknown>} read - Value of a JSON-like expression in the page.
 * @property {() => Promise<void>} close - Closes page and browser.
 */

/** @returns {Promise<DrivenPage>} */
export async function openChromium(url, { webgpu = false } = {}) {
  const browser = await openBrowser({ webgpu });
  const page = await browser.newPage();
  await page.goto(url);
  return { read: (expression) => page.evaluate(expression), close: () => browser.close() };
}

/** Firefox over WebDriver BiDi, which needs no geckodriver. @returns {Promise<DrivenPage>} */
export async function openFirefox(url, { executable, webgpu = false }) {
  const { default: puppeteer } = await import('puppeteer-core');
  const prefs = { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true, 'dom.webgpu.workers.enabled': true };
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: executable,
    headless: true,
    protocol: 'webDriverBiDi',
    protocolTimeout: 900_000,
    timeout: 120_000,
    env: { ...process.env, HOME: process.env.HOME ?? tmpdir() },
    ...(webgpu && { extraPrefsFirefox: prefs }),
  });
  const page = await browser.newPage();
  await page.goto(url, { timeout: 120_000 });
  return { read: (expression) => page.evaluate(expression), close: () => browser.close() };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** WebKitGTK's MiniBrowser over plain WebDriver, on a virtual display where there is none. @returns {Promise<DrivenPage>} */
export async function openWebKit(url, { executable, driver, xvfb }) {
  const port = await freePort();
  const home = await mkdtemp(join(tmpdir(), 'saccade-webkit-'));
  const command = [driver, '--host=127.0.0.1', `--port=${port}`];
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) command.unshift(xvfb, '-a');
  const child = spawn(command[0], command.slice(1), {
    // Its own group, so that closing ends the display and the browser as well.
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      HOME: home,
      XDG_CACHE_HOME: home,
      XDG_DATA_HOME: home,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    },
  });
  async function send(method, path, body) {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = await reply.json();
    if (value?.error) throw new Error(`WebDriver ${method} ${path}: ${value.error} ${value.message}`);
    return value;
  }
  async function end() {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
    await rm(home, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
  try {
    await until(() => send('GET', '/status'), 30_000);
    const { sessionId } = await send('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: executable, args: ['--automation'] } } },
    });
    const session = `/session/${sessionId}`;
    await send('POST', `${session}/timeouts`, { script: 60_000, pageLoad: 120_000 });
    await send('POST', `${session}/url`, { url });
    return {
      read: (expression) => send('POST', `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
      close: async () => {
        await send('DELETE', session).catch(() => undefined);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function until(attempt, limitMs) {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(300);
    }
  }
}
