import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chrome.exe'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];

function installed() {
  if (process.env.SACCADE_CHROMIUM) return process.env.SACCADE_CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find(existsSync);
}

async function fromPlaywright() {
  const { chromium } = await import('playwright');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit', timeout: 600_000 }).status === 0;

function installWithApt() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  return run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium']);
}

/**
 * Finds a Chromium, or gets one: what is installed, what Playwright has, Playwright's download, the system's package.
 *
 * @returns {Promise<string>} Path of its executable.
 * @throws If there is none and none can be had.
 */
export async function ensureChromium() {
  const found = installed() ?? (await fromPlaywright());
  if (found) return found;
  console.log('No Chromium found; installing one ...');
  run(process.execPath, ['node_modules/playwright/cli.js', 'install', '--with-deps', 'chromium']);
  const downloaded = await fromPlaywright();
  if (downloaded) return downloaded;
  installWithApt();
  const path = installed();
  if (path) return path;
  throw new Error(
    'No Chromium and no way to install one. Install Chromium or Chrome, or set SACCADE_CHROMIUM to its path.',
  );
}

/** Version as the browser tells it, for reports. */
export const chromiumVersion = (path) =>
  execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
