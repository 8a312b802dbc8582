// npm run caption -- --images DIR --out FILE [--attention soft|hard] [--samples 1|2] [--beams N] [--seed N]
//   [--backend wasm|webgpu] [--limit N] [--alt] [--model DIR]
// Captions a folder of photos with the built SDK in a headless browser. Every quality figure is made this way.
import { resolve } from 'node:path';
import { openCommand } from './setup/command-line.mjs';

const USAGE = `npm run caption -- --images DIR --out FILE [--attention soft|hard] [--samples 1|2] [--beams N]
  [--seed N] [--backend wasm|webgpu] [--limit N] [--alt] [--model DIR]`;

const text = { type: 'string' };
const OPTIONS = {
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
};

/** Only what was given: the SDK has the defaults, and checks the ranges. */
function captionOptions({ attention, samples, beams, seed }) {
  const numbers = Object.entries({ samples, beams, seed }).filter(([, value]) => value !== undefined);
  return { ...(attention ? { attention } : {}), ...Object.fromEntries(numbers.map(([k, v]) => [k, Number(v)])) };
}

const { values: given, calledFrom } = openCommand(USAGE, OPTIONS, ({ images, out }, positionals) => {
  if (positionals.length > 0) return `What is ${positionals[0]}?`;
  return images && out ? undefined : '--images and --out are needed.';
});
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
