import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const CLOSING_LINE = /^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm;
/** A suite that hangs must not hold everything up. */
const SUITE_LIMIT_MS = 20 * 60_000;

/** Runs a command, shows its output as it comes, and gives back code and output. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    const timer = setTimeout(() => child.kill('SIGKILL'), SUITE_LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        chunks.push(chunk);
        process.stdout.write(chunk);
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
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
  const { code, output } = await run(process.execPath, args);
  const last = [...output.matchAll(CLOSING_LINE)].at(-1);
  if (!last) return { passed: 0, failed: 1, skipped: 0 };
  const [passed, failed, skipped] = last.slice(1).map((n) => Number(n ?? 0));
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}
