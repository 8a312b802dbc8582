import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

function holderOf(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

/**
 * Runs something while no other process does the same. A lock whose holder is gone is taken over.
 *
 * @param {string} path - File that is the lock.
 * @param {() => Promise<void>} work
 */
export async function exclusively(path, work) {
  mkdirSync('.cache', { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (holderOf(path) === null) rmSync(path, { force: true });
      else await sleep(500);
    }
  }
  try {
    await work();
  } finally {
    rmSync(path, { force: true });
  }
}
