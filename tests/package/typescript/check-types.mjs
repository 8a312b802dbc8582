// Compiles consumer.ts with every compiler of package.json, under every way of finding the package.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const RESOLUTIONS = [
  ['bundler', 'esnext'],
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
];
const compilers = readdirSync('node_modules').filter((name) => name.startsWith('typescript-'));
let failed = 0;
for (const compiler of compilers) {
  for (const [moduleResolution, module] of RESOLUTIONS) {
    const bin = ['bin/tsc', 'lib/tsc.js'].map((path) => `node_modules/${compiler}/${path}`).find(existsSync);
    try {
      execFileSync(process.execPath, [bin, '--module', module, '--moduleResolution', moduleResolution, '-p', '.']);
    } catch (error) {
      failed += 1;
      console.log(`${compiler}, ${moduleResolution}:\n${error.stdout}${error.stderr}`);
    }
  }
}
console.log(`${compilers.join(', ')}: ${compilers.length * RESOLUTIONS.length - failed} fine, ${failed} not`);
process.exitCode = failed > 0 ? 1 : 0;
