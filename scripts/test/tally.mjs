import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

const CLOSING_LINE = /^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;
/** How the scripts mark what failed, and vitest what passed only when it was tried again. */
const WORTH_REPEATING = /^NOT OK|\(retry x\d+\)/;
/** A suite that hangs must not hold everything up. */
const SUITE_LIMIT_MS = 20 * 60_000;

/**
 * Runs a command and shows its output as it comes, but for closing lines: there is to be one, with the totals.
 *
 * @returns {Promise<{ code: number, closing: RegExpExecArray | null, notes: string[] }>} Exit status, last closing line,
 *   and the lines that are worth repeating at the end.
 */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let closing = null;
    const notes = [];
    const timer = setTimeout(() => {
      notes.push(`stopped after ${SUITE_LIMIT_MS / 60_000} minutes: ${args.join(' ')}`);
      console.log(notes.at(-1));
      child.kill('SIGKILL');
      // Its own children may hold the pipes open for ever.
      resolve({ code: 1, closing: null, notes });
    }, SUITE_LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
        const match = CLOSING_LINE.exec(line);
        if (match) closing = match;
        else console.log(line);
        const plain = stripVTControlCharacters(line).trim();
        if (WORTH_REPEATING.test(plain)) notes.push(plain);
      });
    }
    child.on('error', (error) => {
      console.log(String(error));
      resolve({ code: 1, closing: null, notes: [String(error)] });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, closing, notes });
    });
  });
}

/** A command that has no tests of its own counts as one: passed or failed. */
export async function runCommand(command, args) {
  const { code, notes } = await run(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, notes };
}

/** Runs one vitest project and counts its tests; a file that could not be run at all counts as one failure. */
export async function runVitest(project) {
  const report = `.cache/vitest-${project}-${process.pid}.json`;
  const { code, notes } = await run(process.execPath, [
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0, notes: [...notes, 'no report was written'] };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const unrunnable = result.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
  const failed = result.numFailedTests + unrunnable;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
    notes: [...notes, ...result.testResults.flatMap(failuresOf)],
  };
}

/** A line for each test of a file that failed, or for the file if it could not be run. */
function failuresOf({ name, status, message, assertionResults }) {
  if (status !== 'failed') return [];
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const reasons = failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join(' ')}`);
  return (failed.length > 0 ? reasons : [message]).map(
    (reason) =>
      `${relative(process.cwd(), name)}: ${stripVTControlCharacters(reason).replace(/\s+/g, ' ').slice(0, 600)}`,
  );
}

/** Runs a script that closes with `N passed, N failed` and takes over its figures. */
export async function runTallied(args) {
  const { code, closing, notes } = await run(process.execPath, args);
  if (!closing) return { passed: 0, failed: 1, skipped: 0, notes: [...notes, `no closing line: ${args[0]}`] };
  const [passed, failed, skipped] = closing.slice(1).map((n) => Number(n ?? 0));
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped, notes };
}
