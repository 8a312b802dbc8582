// npm run test:recipe [-- --if-installed]: the recipe from twenty generated pictures down to a model pack that the SDK loads.
// Makes models/training/.venv with the recipe's requirements where it is missing; --if-installed leaves out the test then.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages, ROOT } from './setup/packages.mjs';

const VENV = 'models/training/.venv';
const PYTHON = process.platform === 'win32' ? `${VENV}/Scripts/python.exe` : `${VENV}/bin/python`;
const run = (command, args) => execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

function ensureEnvironment() {
  if (existsSync(PYTHON)) return;
  run('python3', ['-m', 'venv', VENV]);
  run(PYTHON, ['-m', 'pip', 'install', '--quiet', '-r', 'models/training/requirements.txt']);
}

/** Trains, exports, and captions the generated pictures with the pack that came out, in the built SDK. */
async function tryRecipe(folder) {
  run(PYTHON, ['models/training/tiny.py', '--out', folder]);
  run(process.execPath, ['bin/saccade.mjs', 'check-model', join(folder, 'pack')]);
  const out = join(folder, 'captions.json');
  run(process.execPath, [
    'scripts/caption.mjs',
    '--images',
    join(folder, 'photos'),
    '--model',
    join(folder, 'pack'),
    '--out',
    out,
  ]);
  const captions = Object.values(JSON.parse(readFileSync(out, 'utf8')));
  const bad = captions.find((caption) => !caption.text || caption.tokens.length === 0);
  if (captions.length === 0 || bad) throw new Error(`the SDK makes no caption with the pack: ${JSON.stringify(bad)}`);
}

process.chdir(ROOT);
ensurePackages();
if (process.argv.includes('--if-installed') && !existsSync(PYTHON)) {
  console.log(`${VENV} is not there; npm run test:recipe makes it.\n\n0 passed, 0 failed, 1 skipped`);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'saccade-recipe-'));
  let failed = 0;
  try {
    ensureEnvironment();
    await tryRecipe(folder);
  } catch (error) {
    console.error(error);
    failed = 1;
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${1 - failed} passed, ${failed} failed`);
  process.exitCode = failed;
}
