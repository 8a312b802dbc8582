// npm run bench [-- --quick] [--no-peers] [--no-native] [--repeats N] [--out DIR]: one table on this machine.
//
// Everything that is compared takes its turns within the same loop, so that whatever else the machine does falls on all
// alike. Writes DIR/latest.json and DIR/latest.md (docs/benchmarks); with --quick, into .cache/bench instead.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ISOLATION, serve } from '../../scripts/serve/static-server.mjs';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

const { values } = parseArgs({
  options: {
    'quick': { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
    'no-native': { type: 'boolean', default: false },
    'repeats': { type: 'string' },
    'out': { type: 'string' },
    'note': { type: 'string' },
  },
});
process.chdir(ROOT);
ensurePackages();
execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });

const { DEFAULT_MODEL } = await import('../../scripts/build/virtual-modules.mjs');
const { openBrowser } = await import('../../scripts/serve/browser.mjs');
const { describeMachine, loadNow } = await import('./machine.mjs');
const peers = await import('./fetch-peers.mjs');
const { openNative } = await import('./native.mjs');
const { coldStart } = await import('./cold-start.mjs');
const { filesOf, sizeTable } = await import('./wire.mjs');
const { growth } = await import('./growth.mjs');
const { shuffled, summarize, summarizeFields } = await import('./statistics.mjs');
const { writeReport } = await import('./report.mjs');

const cache = `${ROOT}.cache/bench`;
const out = values.out ?? (values.quick ? cache : `${ROOT}docs/benchmarks`);
const repeats = Number(values.repeats ?? (values.quick ? 3 : 15));
const PHOTO = '/photos/two-dogs.jpg';
mkdirSync(cache, { recursive: true });

const transformers = !values['no-peers'] ? peers.ensureTransformers(cache) : null;
const peerModels = transformers ? peers.ensurePeerModel(cache, peers.findPython()) : null;
if (transformers && !peerModels)
  console.log('No Python with numpy, onnx and onnxruntime: transformers.js is left out.');
const mounts = {
  '/pages/': `${ROOT}tests/bench/pages`,
  '/blank.html': `${ROOT}tests/bench/pages/blank.html`,
  '/saccade/': `${ROOT}dist`,
  '/photos/': `${ROOT}examples/demo/photos`,
  ...(peerModels && {
    '/peer/transformers.js': join(transformers.transformers, 'transformers.min.js'),
    '/peer/onnxruntime/': transformers.runtime,
    '/peer/models/': peerModels,
  }),
};
const server = await serve(mounts, { headers: ISOLATION });
const machine = await describeMachine();
const browser = await openBrowser();
const log = (line) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

async function openPage(path, options) {
  const page = await browser.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(server.origin + path);
  await page.waitForFunction('window.bench');
  const facts = await page.evaluate((given) => window.bench.open(given), options);
  const call = (method, ...args) => page.evaluate(([name, rest]) => window.bench[name](...rest), [method, args]);
  return { facts, call, close: () => page.close() };
}

// --- saccade, and the same graphs on native onnxruntime ---------------------------------------------------------------
log('opening saccade with 1 and 2 threads');
const wasm = { 1: await openPage('/pages/saccade.html', { backend: 'wasm', threads: 1 }) };
wasm[2] = await openPage('/pages/saccade.html', { backend: 'wasm', threads: 2 });
const VARIANTS = {
  'greedy, soft': { beams: 1 },
  'greedy, hard': { beams: 1, attention: 'hard' },
  'beam 3, soft': { beams: 3 },
  'beam 3, hard': { beams: 3, attention: 'hard' },
};
const { steps, tokens, text } = await wasm[1].call('caption', PHOTO, VARIANTS['greedy, soft']);
log(`"${text}": ${tokens} tokens with the end, ${steps} steps`);

/** Rows of the table by name: how to run once, and what came out so far. */
const rows = new Map();
const addRow = (name, group, once, everyRound = 1) => rows.set(name, { name, group, once, everyRound, records: [] });
for (const threads of [1, 2]) {
  for (const [variant, options] of Object.entries(VARIANTS)) {
    addRow(`saccade wasm, ${threads} thread${threads > 1 ? 's' : ''}, ${variant}`, 'saccade', async () => ({
      ...(await wasm[threads].call('caption', PHOTO, options)),
      ...(await wasm[threads].call('firstToken', PHOTO, options)),
    }));
  }
}
const natives = [];
if (!values['no-native']) {
  const packageFolder = peers.ensureNative(cache);
  const modelFolder = `${ROOT}dist/models/${DEFAULT_MODEL}`;
  for (const threads of [1, 2]) {
    const native = await openNative({ packageFolder, modelFolder, threads });
    natives.push(native);
    for (const beams of [1, 3]) {
      const kind = beams === 1 ? 'greedy' : 'beam 3';
      addRow(`native onnxruntime, ${threads} thread${threads > 1 ? 's' : ''}, ${kind}, soft`, 'native', () =>
        native.caption({ steps, beams }),
      );
    }
  }
}

// --- transformers.js, as many tokens ---------------------------------------------------------------------------------
if (peerModels) {
  const contenders = [
    { dtype: 'q8', threads: 1, every: 3 },
    { dtype: 'q8', threads: 2, every: 3 },
    { dtype: 'fp32', threads: 1, every: 5 },
  ];
  for (const { dtype, threads, every } of values.quick ? contenders.slice(0, 1) : contenders) {
    log(`opening transformers.js ${dtype}, ${threads} thread(s)`);
    const page = await openPage('/pages/peer.html', { dtype, threads });
    addRow(
      `transformers.js ViT-GPT2 ${dtype}, ${threads} thread${threads > 1 ? 's' : ''}, greedy`,
      'peer',
      () => page.call('caption', PHOTO, tokens),
      every,
    );
  }
}

log(`warming up ${rows.size} rows`);
for (const row of rows.values()) {
  const { totalMs } = await row.once();
  log(`  ${row.name}: ${Math.round(totalMs)} ms`);
}
for (let round = 0; round < repeats; round += 1) {
  const inTurn = [...rows.values()].filter(({ everyRound }) => round % everyRound === 0);
  for (const row of shuffled(inTurn, round)) {
    // Nobody pays for what the one before has left in the processor's caches: a page has one captioner.
    await row.once();
    row.records.push(await row.once());
  }
  log(`round ${round + 1} of ${repeats}`);
}
const table = [...rows.values()].map(({ name, group, records }) => ({ name, group, ...summarizeFields(records) }));
for (const native of natives) native.close();

// --- how cost grows, cold start, sizes --------------------------------------------------------------------------------
log('how cost grows');
const grown = await growth(wasm[1], { photo: PHOTO, quick: values.quick, log });
for (const page of browser.pages()) await page.close();
await browser.close();

log('cold start');
const starts = [];
for (let i = 0; i < (values.quick ? 1 : 5); i += 1) starts.push(await coldStart(server.origin, PHOTO));
const times = (visit, field) => summarize(starts.map((start) => start[visit][field]));
const cold = {
  empty: { created: times('empty', 'createdMs'), firstCaption: times('empty', 'firstCaptionMs') },
  warm: { created: times('warm', 'createdMs'), firstCaption: times('warm', 'firstCaptionMs') },
  memory: summarizeFields(starts.map(({ memory }) => memory)),
};
const { webgpuRow } = await import('./webgpu.mjs');
const webgpu = await webgpuRow(server.origin, PHOTO, repeats);

log('sizes');
const fetched = starts[0].paths.filter((path) => path.startsWith('/saccade/'));
const sizes = { saccade: sizeTable(filesOf(fetched, mounts), cache) };
if (peerModels) {
  const models = ['encoder_model_quantized', 'decoder_model_merged_quantized'].map(
    (name) => `vit-gpt2-shape/onnx/${name}.onnx`,
  );
  const runtime = ['mjs', 'wasm'].map((end) => `/peer/onnxruntime/ort-wasm-simd-threaded.asyncify.${end}`);
  const paths = ['/peer/transformers.js', ...runtime, ...models.map((name) => `/peer/models/${name}`)];
  const files = filesOf(paths.slice(1), mounts);
  sizes.transformers = sizeTable({ [mounts['/peer/transformers.js']]: 'transformers.min.js', ...files }, cache);
}
await server.close();

const result = {
  machine: { ...machine, loadAfter: loadNow() },
  note: values.note ?? null,
  quick: values.quick,
  repeats,
  model: wasm[1].facts.model,
  photo: PHOTO.split('/').at(-1),
  caption: { text, tokens, steps },
  versions: peers.PEERS,
  table,
  webgpu,
  growth: grown,
  cold,
  sizes,
};
const files = writeReport(out, result);
console.log(readFileSync(files.markdown, 'utf8'));
console.log(`${files.json}\n${files.markdown}`);
writeFileSync(join(cache, 'last-run.txt'), `${machine.date}\n`);
process.exit(0);
