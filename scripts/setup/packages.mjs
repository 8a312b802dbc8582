import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

function isInstalled() {
  const record = `${ROOT}node_modules/.package-lock.json`;
  if (!existsSync(record)) return false;
  const installed = packagesIn(record);
  return Object.entries(packagesIn(`${ROOT}package-lock.json`)).every(
    ([path, { version, optional, peer }]) => path === '' || optional || peer || installed[path]?.version === version,
  );
}

/**
 * Installs the development packages if any is missing or of another version than the lock file says.
 * This file and those that scripts import before calling it use nothing but Node itself.
 */
export function ensurePackages() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
  if (isInstalled()) return;
  // `ci` starts from an empty folder; `install` repairs one that somebody is perhaps using.
  const command = existsSync(`${ROOT}node_modules`) ? 'install' : 'ci';
  console.log(`Installing development packages (npm ${command}) ...`);
  execFileSync('npm', [command, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
