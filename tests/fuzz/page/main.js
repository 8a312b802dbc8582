import { normalCaption, renewCaptioner } from '/torture/stage.js';
import { fileTrials } from './files.js';
import { optionTrials } from './options.js';

/** After so many trials the photo is captioned as if nothing had been. */
const BLOCK = 50;
const MOST_FAILURES_SHOWN = 5;

const settings = new URLSearchParams(location.search);
const number = (name) => Number(settings.get(name));
const report = (message) => fetch('/report', { method: 'POST', body: JSON.stringify(message) });

async function runTrials({ name, attempt }, count) {
  const outcomes = {};
  const failures = [];
  let slowest = 0;
  for (let n = 0; n < count && failures.length < MOST_FAILURES_SHOWN; n++) {
    const startedAt = performance.now();
    let outcome;
    try {
      outcome = await attempt(n);
      if (n % BLOCK === BLOCK - 1 || n === count - 1) await normalCaption();
    } catch (error) {
      outcome = 'FAILED';
      failures.push(`number ${n}: ${error?.message ?? String(error)}`);
      await renewCaptioner();
    }
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    slowest = Math.max(slowest, Math.round(performance.now() - startedAt));
    if (n % BLOCK === 0) await report({ alive: true });
  }
  await report({ name, count, outcomes, slowest, failures });
}

async function main() {
  await normalCaption();
  const seed = number('seed');
  for (const [trials, total] of [
    [await fileTrials(seed), number('files')],
    [await optionTrials(seed), number('options')],
  ]) {
    const weights = trials.map(({ weight = 1 }) => weight);
    const share = total / weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, trial] of trials.entries()) {
      if (trial.name.includes(settings.get('only'))) await runTrials(trial, Math.ceil(share * weights[index]));
    }
  }
  await report({ done: true });
}

// Not awaited: the page has loaded when the trials begin. What fails here shows as an error in the page.
void main();
