// node scripts/build/reduce/record.mjs: finds out what captions need of onnxruntime-web's binary and writes recorded.json,
// which the build goes by. To be run when onnxruntime-web or the operators of the graphs change.
//
// The kernels and descriptions that are kept are those of OPERATORS. The functions that are kept are those that are called
// while the packs are loaded and run with one thread and with two, and, of what is called while running, everything that
// these may call by number: what several threads do depends on the moment, and a program that stopped there would hang.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { insertKernels, REPLACED } from '../kernels/insert-kernels.mjs';
import { ORIGINALS } from '../runtime-binaries.mjs';
import { countImportedFunctions, readBodies, sectionsOf } from '../wasm-binary.mjs';
import { directCalls } from './record/direct-calls.mjs';
import { instrument, logSchemas } from './record/instrument.mjs';
import { findKernelTables } from './record/kernel-tables.mjs';
import { dropKernels, keepSchemas } from './reduce-runtime.mjs';
import { schemaCalls } from './schemas.mjs';

/** Operators of the graphs that models/training/graphs.py writes, and what the runtime makes of these. */
const OPERATORS = [
  ...[
    'Add',
    'ArgMax',
    'Clip',
    'Concat',
    'ConstantOfShape',
    'Conv',
    'DequantizeLinear',
    'Equal',
    'FusedConv',
    'FusedGemm',
  ],
  ...[
    'Gather',
    'Gemm',
    'Identity',
    'LogSoftmax',
    'MatMul',
    'MemcpyFromHost',
    'MemcpyToHost',
    'Mul',
    'Range',
    'ReduceMean',
  ],
  ...['Relu', 'Reshape', 'Resize', 'Sigmoid', 'Softmax', 'Split', 'Tanh', 'TopK', 'Transpose', 'Unsqueeze', 'Where'],
];
/** Versions of operators that were succeeded before this version of ONNX (2020) are left out. */
const OLDEST = 13;
/** A smaller function does not describe the runtime's operators. */
const FEWEST_BYTES = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'saccade-record-'));

function workload(binary, task) {
  const [file, out] = [join(folder, 'runtime.wasm'), join(folder, 'out.json')];
  writeFileSync(file, binary);
  const script = fileURLToPath(new URL('record/workload.mjs', import.meta.url));
  const given = JSON.stringify({ threads: 1, ...task, binary: file, out });
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, given], { maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return { ...JSON.parse(readFileSync(out, 'utf8')), printed: `${stdout}${stderr}` };
}

/** Optimizers of the runtime that change none of the graphs, by what it prints of them. */
function idleOptimizers(printed) {
  const passes = [...printed.matchAll(/GraphTransformer (\w+) modified: ([01])/g)];
  const names = (changes) => passes.filter(([, , modified]) => modified === changes).map(([, name]) => name);
  const busy = new Set(names('1'));
  return [...new Set(names('0'))].filter((name) => !busy.has(name)).sort();
}

/** What is called, and whatever that may call by number. */
function closure(called, calls) {
  const found = new Set(called);
  for (const index of found) for (const callee of calls(index)) found.add(callee);
  return found;
}

/** 3, 4, 5, 9 as "3-5", "9". */
function ranges(numbers) {
  const found = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
}

/** Items in lines of so many characters. */
function lines(items, width = 100) {
  const found = [''];
  for (const item of items) {
    if (`${found.at(-1)} ${item}`.length > width) found.push('');
    found.push(`${found.pop()} ${item}`.trim());
  }
  return found;
}

/** The names of operators; empty where a description is of a version that is left out. */
function inUse(described) {
  const hasSuccessor = ({ name, version }) =>
    described.some((other) => other.name === name && other.version > version && other.version <= OLDEST);
  return described.map((each) => (hasSuccessor(each) ? '' : each.name));
}

const original = readFileSync(ORIGINALS.wasm);
const sections = sectionsOf(original);
const [imported, bodies] = [countImportedFunctions(sections), readBodies(sections)];

const descriptions = bodies.map((body) => (body.length < FEWEST_BYTES ? 0 : schemaCalls(body).length));
const index = descriptions.indexOf(Math.max(...descriptions));
const found = findKernelTables(original);
const names = workload(logSchemas(original, index), { tables: found, schemas: descriptions[index] });
/** Where the operators stand in a list of names. */
const keptOf = (list) =>
  Object.fromEntries(
    OPERATORS.map((operator) => [
      operator,
      ranges([...list.keys()].filter((entry) => list[entry] === operator)).join(' '),
    ]).filter(([, numbers]) => numbers !== ''),
  );
const tables = found.map(({ start, entries }, table) => ({ start, entries, kept: keptOf(names.tables[table]) }));
const schemas = { index, kept: keptOf(inUse(names.schemas)) };
// Two of them are told to copy between devices, and are described elsewhere.
const undescribed = OPERATORS.filter((operator) => !operator.startsWith('Memcpy') && !(operator in schemas.kept));
const isVersion = ({ version }) => version >= 1 && version < 100;
if (undescribed.length > 0 || !names.schemas.every(isVersion))
  throw new Error(`OpSchema looks different in this version (record/instrument.mjs), or not found: ${undescribed}`);

const dropped = Buffer.from(original);
dropKernels(dropped, tables);
const marked = instrument((await insertKernels(keepSchemas(dropped, schemas))).bytes);
// The second pass of the optimizers, and most of the first, would find nothing to do.
const options = {
  session: { graph_optimizations_loop_level: '0' },
  optimization: { disable_specified_optimizers: idleOptimizers(names.printed).join(';') },
};
const called = [1, 2].map((threads) => workload(marked, { threads, options }));
const loading = called.flatMap((each) => each.loading);
const running = called.flatMap((each) => each.running);
// What the kernels of our own take the place of: they call it for what they do not do themselves.
const replaced = Object.values(REPLACED).map(({ index }) => index - imported);
const known = (index) => index >= 0 && index < bodies.length;
const calls = (index) =>
  directCalls(bodies[index])
    .map((callee) => callee - imported)
    .filter(known);
const kept = new Set([...loading.filter(known), ...closure([...running.filter(known), ...replaced], calls)]);

const recorded = {
  sha256: createHash('sha256').update(original).digest('hex'),
  tables,
  schemas,
  options,
  functions: lines(ranges([...kept].sort((a, b) => a - b))),
};
writeFileSync(new URL('recorded.json', import.meta.url), `${JSON.stringify(recorded, null, 1)}\n`);
rmSync(folder, { recursive: true });
const bytes = [...kept].reduce((sum, index) => sum + bodies[index].length, 0);
console.log(`${kept.size} of ${bodies.length} functions, ${(bytes / 1e6).toFixed(1)} MB of code`);
