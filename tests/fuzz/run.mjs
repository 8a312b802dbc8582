// npm run fuzz [-- --quick] [--files 5000] [--options 2000] [--seed 1] [--state FILE --minutes 5]: mutated image files
// and random options. With --state a run that --minutes (or anything else) ended goes on where it stopped.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

/** A page that has said nothing for so long hangs. */
const SILENCE_MS = 240_000;

process.chdir(ROOT);
ensurePackages();
const { values: settings } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    files: { type: 'string' },
    options: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    state: { type: 'string' },
    minutes: { type: 'string', default: 'Infinity' },
    built: { type: 'boolean' },
  },
});
const endsAt = Date.now() + Number(settings.minutes) * 60_000;
if (!settings.built) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });

const { openBrowser } = await import('../../scripts/serve/browser.mjs');
const { openTortureServer } = await import('../torture/server.mjs');
const { FuzzProgress } = await import('./progress.mjs');

const setup = {
  files: settings.files ?? (settings.quick ? '280' : '5000'),
  options: settings.options ?? (settings.quick ? '240' : '2000'),
  seed: settings.seed,
  only: settings.only,
};
const progress = new FuzzProgress(settings.state, setup);
const query = new URLSearchParams({ ...setup, from: JSON.stringify(progress.from) });
const server = await openTortureServer();
const browser = await openBrowser();
/** Failures of the page itself. */
const broken = [];
let silence;
const whole = await new Promise((resolve) => {
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      broken.push(`nothing from the page for ${SILENCE_MS / 1000} s`);
      resolve(false);
    }, SILENCE_MS);
  };
  listen();
  server.onReport((message) => {
    listen();
    if (message.done) return resolve(true);
    const { next, count, outcomes, slowest, failures } = progress.add(message);
    for (const failure of message.failures) console.log(`NOT OK  ${message.name}, ${failure}`);
    if (next >= count) {
      const tally = Object.entries(outcomes)
        .sort(([, a], [, b]) => b - a)
        .map(([outcome, n]) => `${n} ${outcome}`);
      const verdict = failures.length === 0 ? 'ok    ' : 'NOT OK';
      const trials = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
      console.log(
        `${verdict}  ${message.name.padEnd(26)} ${String(trials).padStart(5)}: ${tally.join(', ')}; slowest ${slowest} ms`,
      );
    }
    if (Date.now() > endsAt) resolve(false);
  });
  void openPage();
});

async function openPage() {
  const page = await browser.newPage();
  page.on('pageerror', (error) => broken.push(`error in page: ${error.stack ?? error.message}`));
  await page.goto(`${server.origin}/fuzz/index.html?${query}`, { timeout: 120_000 });
}

clearTimeout(silence);
await browser.close();
await server.close();
for (const what of broken) console.log(`NOT OK  ${what}`);
const { kinds } = progress;
const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);
const trials = sum(kinds.flatMap(({ outcomes }) => Object.values(outcomes)));
const done = kinds.filter(({ next, count }) => next >= count);
const passed = done.filter(({ failures }) => failures.length === 0).length;
const failed = kinds.filter(({ failures }) => failures.length > 0).length + broken.length;
console.log(`\nseed ${setup.seed}, ${setup.files} files, ${setup.options} option objects; ${trials} trials so far`);
if (!whole) console.log(`stopped early${settings.state ? '; the same command goes on from here' : ''}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || (whole && passed === 0) ? 1 : 0;
