import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

const LIBRARIES = ['/usr/lib', '/usr/lib64', '/usr/libexec'];

function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

const foldersIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));

/**
 * WebKitGTK keeps its browser among its libraries, in a folder named after architecture and version.
 *
 * @param {string[]} [libraries] Where libraries lie; those that do not exist are passed over.
 * @returns {string | undefined} Path of the newest MiniBrowser.
 */
export function miniBrowser(libraries = LIBRARIES) {
  const below = libraries
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [folder, ...foldersIn(folder).filter((path) => basename(path).includes('-linux-'))]);
  return below
    .flatMap((folder) =>
      foldersIn(folder)
        .filter((path) => basename(path).startsWith('webkit'))
        .sort()
        .reverse(),
    )
    .map((folder) => join(folder, 'MiniBrowser'))
    .find((path) => existsSync(path));
}

const find = {
  firefox: () => {
    const executable = process.env.SACCADE_FIREFOX ?? onPath('firefox-esr', 'firefox');
    return executable && { executable };
  },
  webkit: () => {
    const [driver, xvfb, executable] = [onPath('WebKitWebDriver'), onPath('xvfb-run'), miniBrowser()];
    const hasDisplay = xvfb || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
    return driver && executable && hasDisplay ? { driver, xvfb, executable } : undefined;
  },
};

const PACKAGES = {
  firefox: ['firefox-esr', 'mesa-vulkan-drivers'],
  webkit: ['webkit2gtk-driver', 'xvfb'],
};

/**
 * Finds an engine, installing it with the system's packages where that is possible (Debian and Ubuntu, as root).
 *
 * @param {'firefox' | 'webkit'} name
 * @returns {{ executable: string, driver?: string, xvfb?: string } | { missing: string }} Paths, or why not.
 */
export function ensureEngine(name, { install }) {
  const found = find[name]();
  if (found) return found;
  const wanted = PACKAGES[name].join(' ');
  if (!install) return { missing: `not installed (packages ${wanted})` };
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return { missing: `not installed, and only root on Debian or Ubuntu can install it here (packages ${wanted})` };
  }
  console.log(`Installing ${wanted} ...`);
  const run = (...args) => spawnSync('apt-get', args, { stdio: 'inherit', timeout: 600_000 }).status === 0;
  if (!run('install', '-y', '-qq', ...PACKAGES[name]) && run('update', '-qq'))
    run('install', '-y', '-qq', ...PACKAGES[name]);
  return find[name]() ?? { missing: `could not be installed (packages ${wanted})` };
}
