// What others say about the package: publint, are-the-types-wrong, and npm's own dry run.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST_BYTES = 25 * 2 ** 20;

function attempt(command, args) {
  try {
    execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    console.log(`${args.join(' ')}\n${error.stdout}${error.stderr}`);
    process.exitCode = 1;
  }
}

attempt(process.execPath, ['node_modules/publint/src/cli.js', '--strict', '--pack', 'npm']);
// The package is ESM only, so require() of it is nothing to check; workers are scripts without types.
attempt(process.execPath, [
  'node_modules/@arethetypeswrong/cli/dist/index.js',
  ...['--pack', '.', '--profile', 'esm-only', '--exclude-entrypoints', './worker', './worker-webgpu', './dist/*'],
]);
attempt('npm', ['publish', '--dry-run', '--ignore-scripts', '--loglevel=error']);

for (const entry of readdirSync('dist', { recursive: true })) {
  const { size } = statSync(join('dist', entry));
  if (size <= LARGEST_BYTES) continue;
  console.log(`dist/${entry} has ${size} bytes; several hosts refuse files over 25 MiB`);
  process.exitCode = 1;
}
