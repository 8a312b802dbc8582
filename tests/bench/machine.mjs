import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';
import { chromiumVersion, ensureChromium } from '../../scripts/setup/chromium.mjs';
import { ROOT } from '../../scripts/setup/packages.mjs';

const packageVersion = (name) => JSON.parse(readFileSync(`${ROOT}node_modules/${name}/package.json`, 'utf8')).version;

/** What was measured on what: goes into the report's head. */
export async function describeMachine() {
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()}`,
    node: process.versions.node,
    browser: chromiumVersion(await ensureChromium()),
    onnxruntimeWeb: packageVersion('onnxruntime-web'),
    loadBefore: loadavg().map((load) => Number(load.toFixed(2))),
  };
}

export const loadNow = () => loadavg().map((load) => Number(load.toFixed(2)));
