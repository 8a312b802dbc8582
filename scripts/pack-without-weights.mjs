// npm run pack:code [-- DIR]: `saccade-code`, the same package without the weights, as a tarball in DIR (.cache).
// For whoever may not use weights trained on research data, not even by installing them.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensurePackages, ROOT } from './setup/packages.mjs';

const FOLDER = '.cache/saccade-code';
const destination = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? `${ROOT}.cache`);
process.chdir(ROOT);
ensurePackages();
rmSync(FOLDER, { recursive: true, force: true });
execFileSync(process.execPath, ['scripts/build.mjs', '--without-weights', `${FOLDER}/dist`], {
  stdio: ['ignore', 2, 2],
});

const {
  scripts: _scripts,
  devDependencies: _devDependencies,
  ...manifest
} = JSON.parse(readFileSync('package.json', 'utf8'));
for (const file of [
  'bin',
  'models/manifest.schema.json',
  'LICENSE',
  'THIRD_PARTY_NOTICES.md',
  'CHANGELOG.md',
  'README.md',
]) {
  cpSync(file, `${FOLDER}/${file}`, { recursive: true });
}
writeFileSync(
  `${FOLDER}/package.json`,
  JSON.stringify(
    {
      ...manifest,
      name: 'saccade-code',
      license: 'Apache-2.0',
      description: `${manifest.description} Without weights.`,
    },
    null,
    2,
  ),
);
const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', destination], {
  cwd: FOLDER,
  encoding: 'utf8',
});
console.log(resolve(destination, JSON.parse(packed)[0].filename));
