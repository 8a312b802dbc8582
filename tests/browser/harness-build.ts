import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Global set-up of the browser suite: brings dist/ up to date, for these tests run what would be published. */
export function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))], {
    stdio: 'inherit',
  });
}
