// node workload.mjs TASK: what record.mjs lets the runtime do, in a process of its own, for onnxruntime-web starts one binary in
// its life. The task is JSON: `threads`, `binary` and `out`, files; `options` of the sessions; or, to find out the names of the
// kernels in `tables` and of the operators that are described, `schemas` of them. Then it prints what the optimizers do.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web'; // of its builds the one for Node, which can have threads there
import { DESCRIBED, DESCRIBED_BYTES, MARKS } from './instrument.mjs';

const { threads, binary, out, options = {}, tables, schemas } = JSON.parse(process.argv[2]);
const ROOT = new URL('../../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT));
/** Models that have to run. */
const PACKS = ['models/flickr8k-lite2/manifest.json', 'tests/fixtures/tiny-pack/manifest.json'];
/** One with operators that are left out: it has to be refused. */
const REFUSED = 'tests/fixtures/tiny-pack/other-operators.json';
const GRAPHS = ['scripts/build/warm-up/warm-up.onnx', 'tests/fixtures/convolutions/convolutions.onnx'];
const MEMORY_PAGES = MARKS / 65_536 + 16;

let memory;
let table;
const { Memory, instantiate } = WebAssembly;
function LargeMemory(limits) {
  memory = new Memory({ ...limits, initial: MEMORY_PAGES });
  return memory;
}
LargeMemory.prototype = Memory.prototype; // for instanceof
Object.assign(WebAssembly, { Memory: LargeMemory });
WebAssembly.instantiate = async (...given) => {
  const result = await instantiate(...given);
  const { exports } = result.instance ?? result;
  table ??= Object.values(exports).find((each) => each instanceof WebAssembly.Table);
  return result;
};

env.logLevel = tables ? 'verbose' : 'error';
env.wasm.wasmBinary = readFileSync(binary);
env.wasm.numThreads = threads;
/** As worker/runtime/graph-session.ts does: other options call other functions. */
const open = (bytes) =>
  InferenceSession.create(bytes, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: tables ? 0 : 3,
    extra: { ...options, session: { ...options.session, disable_quant_qdq: '1' } },
  });
/** What fails is wanted, too: its messages are made by functions of their own. */
const attempt = (promise) => promise.catch(() => null);
const numbers = (length) => Float32Array.from({ length }, (_, i) => Math.sin(i * i * 0.37));
const floats = (...dims) => new Tensor('float32', numbers(dims.reduce((product, size) => product * size, 1)), dims);

/** Functions called so far; their marks are taken away. */
function collect() {
  const marks = new Uint8Array(memory.buffer, MARKS, 65_536);
  const called = [...marks.keys()].filter((index) => marks[index]);
  marks.fill(0);
  return called;
}

async function runAny(bytes) {
  const session = await attempt(open(bytes));
  if (!session) return;
  const feeds = session.inputMetadata.map(({ name, shape }) => [
    name,
    floats(...shape.map((size) => Number(size) || 1)),
  ]);
  for (let run = 0; run < 3; run++) await attempt(session.run(Object.fromEntries(feeds)));
  await session.release();
}

async function caption(encoder, step, { shapes, preprocessing, attention, grid }) {
  const { keys, values, state } = await encoder.run({
    pixels: floats(1, 3, preprocessing.height, preprocessing.width),
  });
  for (const rows of [1, 2, 3, 4, 5, 8, 32])
    for (const mode of [attention.soft.mode, ...Object.values(attention.hard.modes)]) {
      const feeds = {
        token: new Tensor('int32', new Int32Array(rows).fill(5), [rows]),
        state: floats(rows, shapes.stateSize),
        keys,
        values,
        noise: floats(rows, 2, grid.rows * grid.columns),
        mode: new Tensor('float32', Float32Array.from(mode), [3]),
      };
      await step.run(feeds);
      await step.run(feeds, ['top_log_probs', 'top_tokens', 'attention', 'next_state']);
      await attempt(step.run({ ...feeds, state }, ['places'])); // the wrong number of rows
      await attempt(step.run({ ...feeds, mode: state }, ['places'])); // the wrong shape
    }
}

async function work() {
  for (const pack of [...PACKS, REFUSED]) {
    const manifest = JSON.parse(read(pack).toString());
    const files = ['step', 'encoder'].map((name) => read(dirname(pack) + '/' + manifest.files[name].path));
    // Files that are none, and files that end in the middle.
    for (const bytes of files.flatMap((file) => [Buffer.alloc(64, 1), file.subarray(0, file.length >> 1)]))
      await attempt(open(bytes));
    const [step, encoder] = [await attempt(open(files[0])), await attempt(open(files[1]))];
    called.loading.push(...collect());
    if (!step === PACKS.includes(pack)) throw new Error(`${pack}: not what was expected of its step graph`);
    if (step) await caption(encoder, step, manifest);
    for (const session of [step, encoder]) await session?.release();
    called.running.push(...collect());
  }
  for (const graph of GRAPHS) await runAny(read(graph));
  called.loading.push(...collect());
}

/** A std::string of libc++. */
function string(at) {
  const bytes = Buffer.from(memory.buffer);
  const [start, length] =
    bytes[at + 11] & 128 ? [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)] : [at, bytes[at + 11]];
  return bytes.toString('latin1', start, start + length);
}

/** Calls each function of the tables and reads what the kernel is called. */
function kernelNames(found) {
  const words = new DataView(memory.buffer);
  return found.map(({ address, entries }) =>
    Array.from({ length: entries }, (_, entry) => {
      table.get(words.getUint32(address + 4 * entry, true))(MARKS);
      const kernel = words.getUint32(MARKS, true);
      return kernel === 0 ? '' : string(kernel);
    }),
  );
}

async function names() {
  for (const pack of PACKS) {
    const { files } = JSON.parse(read(pack).toString());
    for (const graph of ['step', 'encoder']) await runAny(read(`${dirname(pack)}/${files[graph].path}`));
  }
  for (const graph of GRAPHS) await runAny(read(graph));
  const described = Array.from({ length: schemas }, (_, number) => {
    const at = DESCRIBED + DESCRIBED_BYTES * number;
    return { name: string(at), version: new DataView(memory.buffer).getUint32(at + 12, true) };
  });
  return { tables: kernelNames(tables), schemas: described };
}

const called = { loading: [], running: [] };
if (!tables) await work();
writeFileSync(out, JSON.stringify(tables ? await names() : called));
process.exit();
