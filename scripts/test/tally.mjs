import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const CLOSING_LINE = /^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;
/** A suite that hangs must not hold everything up. */
const SUITE_LIMIT_MS = 20 * 60_000;

/**
 * Runs a command and shows its output as it comes, but for closing lines: there is to be one, with the totals.
 *
 * @returns {Promise<{ code: number, closing: RegExpExecArray | null }>} Exit status and last closing line.
 */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let closing = null;
    const timer = setTimeout(() => {
      console.log(`stopped after ${SUITE_LIMIT_MS / 60_000} minutes: ${args.join(' ')}`);
      child.kill('SIGKILL');
      // Its own children may hold the pipes open for ever.
      resolve({ code: 1, closing: null });
    }, SUITE_LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        const match = CLOSING_LINE.exec(line);
        if (match) closing = match;
        else console.log(line);
      });
    }
    child.on('error', (error) => {
      console.log(String(error));
      resolve({ code: 1, closing: null });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, closing });
    });
  });
}

/** A command that has no tests of its own counts as one: passed or failed. */
export async function runCommand(command, args) {
  const { code } = await run(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** Runs one vitest project and counts its tests; a file that could not be run at all counts as one failure. */
export async function runVitest(project) {
  const report = `.cache/vitest-${project}-${process.pid}.json`;
  const { code } = await run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const unrunnable = result.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
  const failed = result.numFailedTests + unrunnable;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** Runs a script that closes with `N passed, N failed` and takes over its figures. */
export async function runTallied(args) {
  const { code, closing } = await run(process.execPath, args);
  if (!closing) return { passed: 0, failed: 1, skipped: 0 };
  const [passed, failed, skipped] = closing.slice(1).map((n) => Number(n ?? 0));
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}
