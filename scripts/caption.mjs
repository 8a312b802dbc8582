// npm run caption -- --images DIR --out FILE [--attention soft|hard] [--samples 1|2] [--beams N] [--seed N]
//   [--backend wasm|webgpu] [--limit N] [--alt] [--model DIR]
// Captions a folder of photos with the built SDK in a headless browser. Every quality figure is made this way.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT } from './setup/packages.mjs';

const USAGE = `npm run caption -- --images DIR --out FILE [--attention soft|hard] [--samples 1|2] [--beams N]
  [--seed N] [--backend wasm|webgpu] [--limit N] [--alt] [--model DIR]`;

function readArguments() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: {
      images: text,
      out: text,
      attention: text,
      samples: text,
      beams: text,
      seed: text,
      backend: { type: 'string', default: 'wasm' },
      limit: text,
      alt: { type: 'boolean', default: false },
      model: text,
    },
  });
  if (!values.images || !values.out) throw new Error('--images and --out are needed.');
  return values;
}

/** Only what was given: the SDK has the defaults, and checks the ranges. */
function captionOptions({ attention, samples, beams, seed }) {
  const numbers = Object.entries({ samples, beams, seed }).filter(([, value]) => value !== undefined);
  return { ...(attention ? { attention } : {}), ...Object.fromEntries(numbers.map(([k, v]) => [k, Number(v)])) };
}

const calledFrom = process.env.INIT_CWD ?? process.cwd();
let given;
try {
  given = readArguments();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}
process.chdir(ROOT);
ensurePackages();
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 2, 2] });
const { captionFolder } = await import('./caption/caption-folder.mjs');
await captionFolder({
  images: resolve(calledFrom, given.images),
  out: resolve(calledFrom, given.out),
  options: captionOptions(given),
  backend: given.backend,
  ...(given.model ? { model: resolve(calledFrom, given.model) } : {}),
  ...(given.limit ? { limit: Number(given.limit) } : {}),
  alt: given.alt,
});
