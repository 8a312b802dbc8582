import { normalCaption, renewCaptioner } from '/torture/stage.js';
import { fileTrials } from './files.js';
import { optionTrials } from './options.js';

/** After so many trials the photo is captioned as if nothing had been, and the runner is told. */
const BLOCK = 25;
const MOST_FAILURES = 5;

const settings = new URLSearchParams(location.search);
const number = (name) => Number(settings.get(name));
/** What was done on earlier runs: the number of trials by the name of what is tried. */
const earlier = JSON.parse(settings.get('from') ?? '{}');
const report = (message) => fetch('/report', { method: 'POST', body: JSON.stringify(message) });

async function runTrials({ name, attempt }, count) {
  let failed = 0;
  for (let n = earlier[name] ?? 0; n < count && failed < MOST_FAILURES;) {
    const outcomes = {};
    const failures = [];
    let slowest = 0;
    for (const end = Math.min(count, n + BLOCK); n < end; n++) {
      const startedAt = performance.now();
      let outcome;
      try {
        outcome = await attempt(n);
        if (n === end - 1) await normalCaption();
      } catch (error) {
        outcome = 'FAILED';
        failures.push(`number ${n}: ${error?.message ?? String(error)}`);
        await renewCaptioner();
      }
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      slowest = Math.max(slowest, Math.round(performance.now() - startedAt));
    }
    failed += failures.length;
    await report({ name, count, next: failed < MOST_FAILURES ? n : count, outcomes, slowest, failures });
  }
}

async function main() {
  await normalCaption();
  const seed = number('seed');
  for (const [trials, total] of [
    [await fileTrials(seed), number('files')],
    [await optionTrials(seed), number('options')],
  ]) {
    for (const trial of trials) {
      if (trial.name.includes(settings.get('only'))) await runTrials(trial, Math.ceil(total / trials.length));
    }
  }
  await report({ done: true });
}

// Not awaited: the page has loaded when the trials begin. What fails here shows as an error in the page.
void main();
