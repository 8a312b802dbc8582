// Runs the core suite in this page and leaves the outcome in `window.outcome`, where a driver of any kind can read it.
import { CASES } from './core-suite.js';
import { openWorld } from './world.js';

const query = new URLSearchParams(location.search);
const outcome = { done: false, results: [], facts: {} };
window.outcome = outcome;

/** Longest that one case may take: software adapters are slow. */
const CASE_LIMIT_MS = 180_000;

function withLimit(promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${CASE_LIMIT_MS} ms`)), CASE_LIMIT_MS);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function report(name, error, startedAt) {
  outcome.results.push({ name, error, milliseconds: Math.round(performance.now() - startedAt) });
  document.querySelector('#log').textContent += `${error ? 'NOT OK' : 'ok    '} ${name}${error ? `: ${error}` : ''}\n`;
}

const openedAt = performance.now();
try {
  const world = await withLimit(openWorld(query));
  outcome.facts = world.facts;
  for (const [name, runCase] of Object.entries(CASES)) {
    const startedAt = performance.now();
    try {
      await withLimit(runCase(world));
      report(name, null, startedAt);
    } catch (error) {
      report(name, `${error?.code ?? error?.name ?? ''} ${error?.message ?? error}`.trim(), startedAt);
    }
  }
  outcome.facts = world.facts;
  world.captioner.destroy();
} catch (error) {
  const { name, code, message, details } = error ?? {};
  report('starts', `${code ?? name} ${message ?? error} ${JSON.stringify(details ?? {})}`, openedAt);
}
outcome.done = true;
