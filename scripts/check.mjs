// npm run check [-- --quick]: everything about the code that needs no run of it. --quick leaves out what needs a build.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensurePackages, ROOT } from './setup/packages.mjs';

process.chdir(ROOT);
ensurePackages();

const bin = (path, ...args) => [process.execPath, [`node_modules/${path}`, ...args]];
const script = (path, ...args) => [process.execPath, [path, ...args]];
const quick = process.argv.includes('--quick');

/** Name, what to run, and whether it needs dist/. */
const CHECKS = [
  ['types', bin('typescript/bin/tsc', '-b')],
  ['lint and dependency rule', bin('eslint/bin/eslint.js', '.', '--max-warnings=0')],
  ['format', bin('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  ['docstrings', script('scripts/check/docstrings.mjs')],
  ['dead exports', bin('knip/bin/knip.js')],
  ['error table', script('scripts/make-errors-doc.mjs', '--check')],
  ['build', script('scripts/build.mjs'), 'built'],
  ['sizes in brotli', bin('size-limit/bin.js'), 'built'],
  ['size of what a bundler takes', script('scripts/check/tree-shaken-size.mjs'), 'built'],
  ['API report', script('scripts/check/api-report.mjs'), 'built'],
  ['package: publint, are the types wrong', script('scripts/check/package.mjs'), 'built'],
];

let failed = 0;
let passed = 0;
for (const [name, [command, args], needs] of CHECKS) {
  if (needs === 'built' && quick) continue;
  if (args[0].startsWith('scripts/') && !existsSync(args[0])) continue;
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: process.env });
  const ok = status === 0;
  console.log(`${ok ? 'ok    ' : 'NOT OK'} ${name} (${Math.round(performance.now() - startedAt)} ms)`);
  if (ok) passed += 1;
  else {
    failed += 1;
    console.log(`${stdout}${stderr}`);
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
