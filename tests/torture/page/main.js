import { sleep, settles } from './expect.js';
import { normalCaption, renewCaptioner } from './stage.js';
import { CALLS } from './rows/calls.js';
import { DOWNLOADS } from './rows/downloads.js';
import { FILES } from './rows/files.js';
import { JPEGS } from './rows/jpegs.js';
import { LIVES } from './rows/lives.js';
import { OPTIONS } from './rows/options.js';
import { REPLIES } from './rows/replies.js';
import { SOURCES } from './rows/sources.js';
import { STREAMS } from './rows/streams.js';
import { STORAGE } from './rows/storage.js';

/** Rows by the group they are counted in. */
const GROUPS = {
  picture: [...JPEGS, ...FILES, ...SOURCES],
  call: [...OPTIONS, ...CALLS, ...STREAMS],
  network: [...REPLIES, ...DOWNLOADS, ...STORAGE],
  life: LIVES,
};
const ROW_LIMIT_MS = 150_000;

const settings = new URLSearchParams(location.search);
const report = (message) => fetch('/report', { method: 'POST', body: JSON.stringify(message) });

/** Runs one row, and then captions the photo as if nothing had been. */
async function runRow({ run }) {
  const startedAt = performance.now();
  const left = { reason: null };
  try {
    left.reason = (await settles(run(), 'the row', ROW_LIMIT_MS)) ?? null;
    await normalCaption();
    return { passed: true, skipped: left.reason, ms: performance.now() - startedAt };
  } catch (error) {
    await renewCaptioner();
    return { passed: false, error: error?.message ?? String(error), ms: performance.now() - startedAt };
  }
}

async function main() {
  const only = settings.get('only');
  const engine = settings.get('engine');
  await normalCaption();
  for (const [group, rows] of Object.entries(GROUPS)) {
    for (const row of rows) {
      if (only && !new RegExp(only).test(`${group} ${row.name}`)) continue;
      if (row.engine && row.engine !== engine) continue;
      if (row.slow && settings.has('quick')) continue;
      await report({ begins: row.name, group });
      await report({ ...(await runRow(row)), name: row.name, gives: row.gives, group });
      await sleep(0);
    }
  }
  await report({ done: true, normalText: (await normalCaption().catch(() => null))?.text ?? '' });
}

// Not awaited: a page has loaded when its rows begin.
main().catch((error) => report({ fatal: error?.message ?? String(error) }));
