// npm run evaluate -- --data captions.jsonl --images DIR [--out DIR] [--model DIR] [--limit N] [--python PATH] [--no-webgpu]
// Captions the photos with the built SDK in every way that is reported, and scores what came out.
// Scoring needs Python with models/training/requirements.txt; models/training/.venv is used where it stands.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages, ROOT } from './setup/packages.mjs';

const HARD_SEEDS = [1, 2, 3];
const RUNS = [
  { name: 'soft beam 3', options: { attention: 'soft', beams: 3 } },
  { name: 'soft greedy', options: { attention: 'soft', beams: 1 } },
  ...HARD_SEEDS.map((seed) => ({ name: `hard beam 3 seed ${seed}`, options: { attention: 'hard', beams: 3, seed } })),
  { name: 'hard greedy seed 1', options: { attention: 'hard', beams: 1, seed: 1 } },
];
/** A software adapter takes seconds for a photo. */
const WEBGPU_PHOTOS = 30;

const { values: given } = parseArgs({
  options: {
    'data': { type: 'string' },
    'images': { type: 'string' },
    'out': { type: 'string', default: '.cache/evaluate' },
    'model': { type: 'string' },
    'limit': { type: 'string' },
    'python': { type: 'string' },
    'no-webgpu': { type: 'boolean', default: false },
  },
});
if (!given.data || !given.images) {
  console.error('npm run evaluate -- --data captions.jsonl --images DIR [--out DIR] [--model DIR] [--limit N]');
  process.exit(2);
}
const from = process.env.INIT_CWD ?? process.cwd();
const [data, images, out] = [given.data, given.images, given.out].map((path) => resolve(from, path));
const model = given.model ? { model: resolve(from, given.model) } : {};
process.chdir(ROOT);
ensurePackages();
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 2, 2] });
const { captionFolder } = await import('./caption/caption-folder.mjs');
const { findPython, meanMetrics, metricsTable, score } = await import('./evaluate/score.mjs');

mkdirSync(out, { recursive: true });
const limit = given.limit ? { limit: Number(given.limit) } : {};
const python = findPython(given.python);
const fileOf = (name) => join(out, `${name.replaceAll(' ', '-')}.json`);

/** Photos whose captions have other tokens on WebGPU than on WASM. */
async function compareBackends() {
  const options = { attention: 'soft', beams: 3 };
  const settings = { images, options, ...model, limit: Math.min(WEBGPU_PHOTOS, limit.limit ?? Infinity) };
  const captions = {};
  for (const backend of ['wasm', 'webgpu']) {
    await captionFolder({ ...settings, out: fileOf(backend), backend });
    captions[backend] = JSON.parse(readFileSync(fileOf(backend), 'utf8'));
  }
  const names = Object.keys(captions.wasm);
  const tokens = (entry) => entry.tokens?.map((token) => token.text).join('') ?? JSON.stringify(entry);
  return {
    photos: names.length,
    differing: names.filter((n) => tokens(captions.wasm[n]) !== tokens(captions.webgpu[n])),
  };
}

const metrics = {};
for (const { name, options } of RUNS) {
  console.error(`\n${name}`);
  await captionFolder({ images, out: fileOf(name), options, backend: 'wasm', ...model, ...limit });
  metrics[name] = score(python, fileOf(name), data);
}
const hardRuns = HARD_SEEDS.map((seed) => metrics[`hard beam 3 seed ${seed}`]);
const columns = {
  'soft beam 3': metrics['soft beam 3'],
  'soft greedy': metrics['soft greedy'],
  [`hard beam 3, mean of ${HARD_SEEDS.length}`]: meanMetrics(hardRuns),
  'hard greedy': metrics['hard greedy seed 1'],
};
const webgpu = given['no-webgpu'] ? null : await compareBackends();
const same =
  webgpu && `WebGPU: the tokens of WASM on ${webgpu.photos - webgpu.differing.length} of ${webgpu.photos} photos.`;
writeFileSync(join(out, 'metrics.json'), `${JSON.stringify({ metrics, webgpu }, null, 1)}\n`);
writeFileSync(join(out, 'metrics.md'), `${metricsTable(columns)}\n${same ? `\n${same}\n` : ''}`);
console.log(readFileSync(join(out, 'metrics.md'), 'utf8'));
