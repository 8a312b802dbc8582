// npm run soak [-- --captions 1000] [--model /models/flickr8k-lite2/] [--pause FILE]: does a page grow that captions for a
// long time? As long as FILE exists the page, kept open, makes no further captions: for machines that are shared.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

/** After so many captions everything that is made once has been made. */
const WARM_UP = 100;
const SAMPLES = 10;
/** What the JavaScript heap may grow by, in megabytes, over nine hundred captions. */
const GROWTH_LIMIT_MB = 2;
const BATCH = 25;

process.chdir(ROOT);
ensurePackages();
const { values: settings } = parseArgs({
  options: {
    captions: { type: 'string', default: '1000' },
    model: { type: 'string', default: '' },
    pause: { type: 'string' },
    built: { type: 'boolean' },
  },
});
if (!settings.built) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
const { openSoak, slope } = await import('./measure.mjs');

const captions = Math.max(WARM_UP + SAMPLES, Number(settings.captions));
const step = Math.floor((captions - WARM_UP) / (SAMPLES - 1));
const wanted = Array.from({ length: SAMPLES }, (_, i) => WARM_UP + i * step);
const soak = await openSoak(settings.model);
const samples = [];
let longestTaskMs = 0;
let longestGapMs = 0;
let failure = null;
console.log('captions   JS heap   WASM memory   renderer resident   longest task   longest gap between beats');
try {
  for (let done = 0; done < wanted.at(-1);) {
    while (settings.pause && existsSync(settings.pause)) await sleep(1000);
    const count = Math.min(BATCH, (wanted.find((point) => point > done) ?? done + BATCH) - done);
    const state = await soak.run(count);
    done = state.done;
    longestTaskMs = Math.max(longestTaskMs, state.longestTaskMs);
    longestGapMs = Math.max(longestGapMs, state.longestGapMs);
    if (!wanted.includes(done)) continue;
    const { heapMb, residentMb } = await soak.measure();
    const wasmMb = state.wasmBytes / 2 ** 20;
    samples.push({ done, heapMb, wasmMb, residentMb });
    const resident = residentMb === null ? 'not told here' : `${residentMb.toFixed(0)} MB`;
    console.log(
      `${String(done).padStart(8)}  ${heapMb.toFixed(2).padStart(5)} MB  ${wasmMb.toFixed(1).padStart(8)} MB  ` +
        `${resident.padStart(16)}  ${String(longestTaskMs).padStart(10)} ms  ${String(longestGapMs).padStart(10)} ms`,
    );
  }
} catch (error) {
  failure = error;
}
await soak.close();

const checks = [];
if (failure) checks.push({ name: `a call failed: ${failure.message}`, passed: false });
else {
  const perNineHundred = (key) => slope(samples.map((sample) => [sample.done, sample[key]])) * 900;
  const heap = perNineHundred('heapMb');
  const at = (i) => samples.at(i);
  const middle = at(Math.floor(samples.length / 2));
  for (const [name, unit] of [
    ['heapMb', 'JS heap'],
    ['wasmMb', 'WASM memory'],
    ['residentMb', 'renderer resident'],
  ]) {
    if (at(0)[name] === null) continue;
    const [start, half, end] = [at(0), middle, at(-1)].map((sample) => sample[name].toFixed(2));
    console.log(
      `${unit}: start ${start} MB, middle ${half} MB, end ${end} MB, slope ${perNineHundred(name).toFixed(2)} MB per 900 captions`,
    );
  }
  checks.push({
    name: `JS heap grows by ${heap.toFixed(2)} MB per 900 captions; limit ${GROWTH_LIMIT_MB}`,
    passed: heap < GROWTH_LIMIT_MB,
  });
  checks.push({
    name: `WASM memory at the end ${at(-1).wasmMb.toFixed(1)} MB, at the start ${at(0).wasmMb.toFixed(1)} MB`,
    passed: at(-1).wasmMb <= at(0).wasmMb * 1.1,
  });
}
for (const { name, passed } of checks) console.log(`${passed ? 'ok    ' : 'NOT OK'}  ${name}`);
const failed = checks.filter(({ passed }) => !passed).length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
