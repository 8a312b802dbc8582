import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT } from './packages.mjs';

/**
 * Opens a command that runs the built package: reads its arguments, goes to the repository's root, and installs and
 * builds what is missing. Arguments that are wrong end the process with status 2 before anything is built.
 *
 * @param {string} usage - What the command takes, told with a complaint.
 * @param {import('node:util').ParseArgsConfig['options']} options - As `parseArgs` wants them.
 * @param {(values: Record<string, string | boolean | undefined>, positionals: string[]) => string | undefined} complaint - What
 * is wrong with the arguments, if anything is.
 * @returns {{ values: Record<string, string | boolean | undefined>, positionals: string[], calledFrom: string }}
 * `calledFrom`: the folder that paths in the arguments count from.
 */
export function openCommand(usage, options, complaint) {
  const calledFrom = process.env.INIT_CWD ?? process.cwd();
  const { values, positionals } = readArguments(usage, options, complaint);
  process.chdir(ROOT);
  ensurePackages();
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 2, 2] });
  return { values, positionals, calledFrom };
}

function readArguments(usage, options, complaint) {
  try {
    const found = parseArgs({ options, allowPositionals: true });
    const problem = complaint(found.values, found.positionals);
    if (problem) throw new Error(problem);
    return found;
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}
