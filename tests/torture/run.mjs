// npm run torture [-- --quick] [--only=PATTERN] [--browser=chromium|firefox]: faults and bad inputs, and what each must give.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

process.chdir(ROOT);
ensurePackages();
const { values: settings } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    only: { type: 'string' },
    browser: { type: 'string' },
    built: { type: 'boolean' },
  },
});
if (!settings.built) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });

const { Table } = await import('./table.mjs');
const { runTable } = await import('./run-table.mjs');
const { runVisits } = await import('./run-visits.mjs');
const { chromiumEngine, firefoxEngine } = await import('./engines.mjs');
const { findFirefox } = await import('./firefox.mjs');

const table = new Table();
if (settings.browser !== 'firefox') {
  const normalText = await runTable(chromiumEngine, settings, table);
  await runVisits('chromium', settings, table, normalText);
}
if (settings.browser !== 'chromium') {
  if (findFirefox()) {
    const normalText = await runTable(firefoxEngine, settings, table);
    await runVisits('firefox', settings, table, normalText);
  } else {
    console.log('No Firefox found (set SACCADE_FIREFOX to its path): its rows are left out.');
  }
}
table.close();
