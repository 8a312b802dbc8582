// npm run fuzz [-- --quick] [--files 5000] [--options 2000] [--seed 1]: mutated image files and random options.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

/** A page that has said nothing for so long hangs. */
const SILENCE_MS = 180_000;

process.chdir(ROOT);
ensurePackages();
const { values: settings } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    files: { type: 'string' },
    options: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    built: { type: 'boolean' },
  },
});
if (!settings.built) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });

const { openBrowser } = await import('../../scripts/serve/browser.mjs');
const { openTortureServer } = await import('../torture/server.mjs');

const query = new URLSearchParams({
  files: settings.files ?? (settings.quick ? '280' : '5000'),
  options: settings.options ?? (settings.quick ? '240' : '2000'),
  seed: settings.seed,
  only: settings.only,
});
const server = await openTortureServer();
const browser = await openBrowser();
const totals = { passed: 0, failed: 0 };
let silence;
const finished = new Promise((resolve) => {
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      console.log(`NOT OK    nothing from the page for ${SILENCE_MS / 1000} s`);
      totals.failed += 1;
      resolve();
    }, SILENCE_MS);
  };
  listen();
  server.onReport(({ done, alive, name, count, outcomes, slowest, failures }) => {
    listen();
    if (done) return resolve();
    if (alive) return;
    totals[failures.length === 0 ? 'passed' : 'failed'] += 1;
    const tally = Object.entries(outcomes)
      .sort(([, a], [, b]) => b - a)
      .map(([outcome, n]) => `${n} ${outcome}`);
    const verdict = failures.length === 0 ? 'ok    ' : 'NOT OK';
    console.log(
      `${verdict}  ${name.padEnd(26)} ${String(count).padStart(5)}: ${tally.join(', ')}; slowest ${slowest} ms`,
    );
    for (const failure of failures) console.log(`          ${failure}`);
  });
});
const page = await browser.newPage();
page.on('pageerror', (error) => {
  console.log(`error in page: ${error.stack ?? error.message}`);
  totals.failed += 1;
});
await page.goto(`${server.origin}/fuzz/index.html?${query}`);
await finished;
clearTimeout(silence);
await browser.close();
await server.close();
console.log(`\nseed ${settings.seed}, ${query.get('files')} files, ${query.get('options')} option objects`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
