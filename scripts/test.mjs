// npm test [-- SUITE ...]: installs what is missing, builds, runs every suite, and closes with the totals.
import { mkdirSync } from 'node:fs';
import { ensurePackages, ROOT } from './setup/packages.mjs';
import { runCommand, runTallied, runVitest } from './test/tally.mjs';

/** What runs, in this order. Each gives `{ passed, failed, skipped, notes }`. */
const SUITES = {
  build: () => runCommand(process.execPath, ['scripts/build.mjs']),
  check: () => runTallied(['scripts/check.mjs', '--quick']),
  unit: () => runVitest('unit'),
  browser: () => runVitest('browser'),
  torture: () => runTallied(['tests/torture/run.mjs', '--quick', '--built', '--browser=chromium']),
  fuzz: () => runTallied(['tests/fuzz/run.mjs', '--quick', '--built']),
  engines: () =>
    runTallied([
      'tests/engines/run.mjs',
      '--no-install',
      '--only',
      'chromium wasm',
      '--only',
      'firefox wasm',
      '--only',
      'webkit wasm',
    ]),
  recipe: () => runTallied(['scripts/test-recipe.mjs', '--if-installed']),
  package: () => runTallied(['tests/package/run.mjs', '--quick', '--built']),
};
process.chdir(ROOT);
ensurePackages();
mkdirSync('.cache', { recursive: true });
const { ensureChromium, chromiumVersion } = await import('./setup/chromium.mjs');
const chromium = await ensureChromium();
console.log(`Node ${process.versions.node}, ${chromiumVersion(chromium)}`);

const wanted = process.argv.slice(2).filter((name) => name in SUITES);
const totals = { passed: 0, failed: 0, skipped: 0 };
const [lines, notes] = [[], []];
for (const [name, runSuite] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n=== ${name} ===`);
  const startedAt = performance.now();
  const { passed, failed, skipped, notes: told } = await runSuite();
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  lines.push(`  ${name.padEnd(10)} ${passed} ok, ${failed} not ok, ${skipped} left out, ${seconds} s`);
  notes.push(...told.map((note) => `  ${name.padEnd(10)} ${note}`));
  if (name === 'build' && failed > 0) break;
}
if (notes.length > 0) console.log(`\nNot ok, or only when tried again:\n${notes.join('\n')}`);
console.log(`\n${lines.join('\n')}\n`);
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);
