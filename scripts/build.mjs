// npm run build: dist/ from the sources; does nothing if dist/ is newer than all of them. --force builds anyway,
// --without-weights DIR builds the package without a model, into DIR, beside a dist/ that is up to date.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { exclusively } from './build/lock.mjs';
import { ensurePackages, ROOT } from './setup/packages.mjs';

const SOURCES = ['src', 'worker', 'types', 'scripts/build', 'rollup.config.mjs', 'package-lock.json'];
const bareFolder = process.argv.includes('--without-weights') ? process.argv.at(-1) : undefined;
/** Rows of the build that know of no weights: `--without-weights` takes them from dist/. */
const WITHOUT_WEIGHTS_ALREADY = ['worker.js', 'worker-webgpu.js', 'types'];
const MODEL_FILES = ['manifest.json', 'encoder.onnx', 'step.onnx', 'reference.bin'];

function newest(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newest(join(path, name))), 0);
}

function isFresh(model) {
  const stamp = 'dist/types.d.ts';
  const inputs = [...SOURCES, ...MODEL_FILES.map((file) => `${model}/${file}`).filter(existsSync)];
  return existsSync(stamp) && Math.max(...inputs.map(newest)) < statSync(stamp).mtimeMs;
}

async function build() {
  const { DEFAULT_MODEL } = await import('./build/virtual-modules.mjs');
  const { RUNTIME_BINARIES, runtimeBinary } = await import('./build/runtime-binaries.mjs');
  const model = `models/${DEFAULT_MODEL}`;
  const destination = bareFolder ?? 'dist';
  if (!bareFolder && !process.argv.includes('--force') && isFresh(model)) return console.log('dist/ is up to date.');
  // Built aside and moved in at once, so that a server or a test that reads dist/ never sees half of it.
  const target = `.cache/dist-${process.pid}`;
  process.env.SACCADE_DIST = target;
  const startedAt = new Date();
  if (bareFolder) process.env.SACCADE_WITHOUT_WEIGHTS = '1';
  const { rollup } = await import('rollup');
  const { default: rows } = await import('../rollup.config.mjs');
  if (bareFolder) {
    mkdirSync(target, { recursive: true });
    const taken = readdirSync('dist').filter((name) => /^worker.*\.js(\.map)?$|\.d\.ts$/.test(name));
    for (const name of taken) cpSync(`dist/${name}`, `${target}/${name}`);
  }
  for (const row of rows) {
    if (bareFolder && WITHOUT_WEIGHTS_ALREADY.includes(row.name)) continue;
    const started = performance.now();
    const { name, ...options } = row;
    const bundle = await rollup(options);
    await bundle.write(row.output);
    await bundle.close();
    console.log(`  ${name.padEnd(20)} ${Math.round(performance.now() - started)} ms`);
  }
  mkdirSync(`${target}/runtime`);
  for (const [name, file] of Object.entries(RUNTIME_BINARIES))
    writeFileSync(`${target}/runtime/${file}`, (await runtimeBinary(name)).bytes);
  for (const file of bareFolder ? [] : MODEL_FILES) {
    const [from, to] = [`${model}/${file}`, `${target}/models/${DEFAULT_MODEL}/${file}`];
    mkdirSync(dirname(to), { recursive: true });
    // The main entry names every file, and bundlers want each name to lead somewhere; a pack may do without a reference.
    if (file === 'reference.bin' && !existsSync(from)) writeFileSync(to, '');
    else cpSync(from, to);
  }
  if (!bareFolder) {
    const folder = `${target}/models/${DEFAULT_MODEL}`;
    cpSync(`${folder}/manifest.json`, `${folder}/manifest.saccade`); // for bundlers: see src/asset-urls.ts
  }
  // What changed while this was building is newer than what was built.
  utimesSync(`${target}/types.d.ts`, startedAt, startedAt);
  mkdirSync(dirname(destination), { recursive: true });
  const former = `${target}-former`;
  if (existsSync(destination)) renameSync(destination, former);
  renameSync(target, destination);
  rmSync(former, { recursive: true, force: true });
}

process.chdir(ROOT);
ensurePackages();
console.log('Building dist/ ...');
// Whoever waits finds dist/ fresh afterwards, as a rule.
await exclusively(bareFolder ? `.cache/build-bare-${process.pid}.lock` : '.cache/build.lock', build);
