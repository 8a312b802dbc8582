// npm run test:engines [-- --only NAME] [--no-install]: the core suite in Chromium, Firefox and WebKitGTK, on WebAssembly
// with the shipped model and on WebGPU with the tiny one. Installs the browsers that are missing, says which ran.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ISOLATION, serve } from '../../scripts/serve/static-server.mjs';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

const { values } = parseArgs({
  options: { 'only': { type: 'string', multiple: true }, 'no-install': { type: 'boolean', default: false } },
});
process.chdir(ROOT);
ensurePackages();
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
const { openChromium, openFirefox, openWebKit } = await import('./drivers.mjs');
const { ensureEngine } = await import('./install.mjs');

/** Tiny pack: software GPU adapters take seconds for a step of the real one. */
const TINY = 'model=/fixtures/tiny-pack/';
/** What runs. `reference` is the run on the same engine and model whose captions must be the same. */
const RUNS = [
  { name: 'chromium wasm', engine: 'chromium', query: 'backend=wasm' },
  { name: 'chromium wasm 2 threads', engine: 'chromium', query: 'backend=wasm&threads=2', reference: 'chromium wasm' },
  { name: 'chromium wasm tiny', engine: 'chromium', query: `backend=wasm&${TINY}` },
  {
    name: 'chromium webgpu tiny',
    engine: 'chromium',
    webgpu: true,
    query: `backend=webgpu&${TINY}`,
    reference: 'chromium wasm tiny',
  },
  { name: 'firefox wasm', engine: 'firefox', query: 'backend=wasm', reference: 'chromium wasm' },
  {
    name: 'firefox webgpu tiny',
    engine: 'firefox',
    webgpu: true,
    query: `backend=webgpu&${TINY}`,
    reference: 'chromium wasm tiny',
  },
  { name: 'webkit wasm', engine: 'webkit', query: 'backend=wasm', reference: 'chromium wasm' },
];
const OPEN = { chromium: openChromium, firefox: openFirefox, webkit: openWebKit };
const SUITE_LIMIT_MS = 10 * 60_000;

const server = await serve(
  {
    '/engines/': `${ROOT}tests/engines`,
    '/saccade/': `${ROOT}dist`,
    '/fixtures/': `${ROOT}tests/fixtures`,
    '/photos/': `${ROOT}examples/demo/photos`,
  },
  { headers: ISOLATION },
);

/** Opens the page and waits until its suite is through. */
async function runSuite({ engine, query, webgpu }, paths) {
  const page = await OPEN[engine](`${server.origin}/engines/index.html?${query}`, { ...paths, webgpu });
  try {
    const end = Date.now() + SUITE_LIMIT_MS;
    while (Date.now() < end) {
      const outcome = JSON.parse(await page.read('JSON.stringify(window.outcome ?? null)'));
      if (outcome?.done) return outcome;
      await sleep(500);
    }
    const outcome = JSON.parse(await page.read('JSON.stringify(window.outcome ?? null)'));
    outcome.results.push({ name: 'ends', error: `not within ${SUITE_LIMIT_MS / 60_000} minutes` });
    return outcome;
  } finally {
    await page.close();
  }
}

/** The captions of both runs, compared word by word; each comparison counts as a case. */
function compare({ facts }, reference, name) {
  return Object.entries(facts.captions).map(([kind, { text, ids }]) => ({
    name: `${kind} caption equals that of ${name}`,
    error:
      ids === reference.facts.captions[kind]?.ids
        ? null
        : `"${text}" instead of "${reference.facts.captions[kind]?.text}"`,
  }));
}

const outcomes = {};
const ran = [];
const leftOut = [];
let [passed, failed] = [0, 0];
for (const run of RUNS) {
  if (values.only && !values.only.some((only) => run.name.startsWith(only))) continue;
  console.log(`\n=== ${run.name} ===`);
  const paths = run.engine === 'chromium' ? {} : ensureEngine(run.engine, { install: !values['no-install'] });
  if (paths.missing) {
    leftOut.push(`${run.name}: ${paths.missing}`);
    console.log(`left out: ${paths.missing}`);
    continue;
  }
  let outcome;
  try {
    outcome = await runSuite(run, paths);
  } catch (error) {
    outcome = { results: [{ name: 'the browser runs', error: String(error.message) }], facts: { captions: {} } };
  }
  outcomes[run.name] = outcome;
  const { facts, results } = outcome;
  if (run.webgpu && results.some(({ error }) => error?.startsWith('webgpu-unavailable'))) {
    leftOut.push(`${run.name}: ${results[0].error}`);
    console.log(`left out: ${results[0].error}`);
    continue;
  }
  const reference = outcomes[run.reference];
  if (reference && facts.captions) results.push(...compare(outcome, reference, run.reference));
  for (const { name, error, milliseconds = 0 } of results)
    console.log(`${error ? 'NOT OK' : 'ok    '} ${name} (${milliseconds} ms)${error ? `: ${error}` : ''}`);
  const adapter = facts.adapter ? `, adapter ${facts.adapter.vendor} ${facts.adapter.architecture}` : '';
  console.log(`       ${facts.userAgent}, ${facts.backend}, ${facts.threads} thread(s)${adapter}`);
  passed += results.filter(({ error }) => !error).length;
  failed += results.filter(({ error }) => error).length;
  ran.push(run.name);
}
await server.close();

console.log(`\nran: ${ran.join(', ') || 'nothing'}`);
for (const line of leftOut) console.log(`left out: ${line}`);
console.log(`\n${passed} passed, ${failed} failed${leftOut.length > 0 ? `, ${leftOut.length} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
