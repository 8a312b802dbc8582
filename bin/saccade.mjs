#!/usr/bin/env node
import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkModel } from './model-pack/check-model.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const USAGE = `saccade copy-assets DIR [--without-model] [--with-scripts]
  Copies workers, runtime and model into DIR, to be served from there. Then:
  Captioner.create({ assetBase: '/DIR/', workerUrl: '/DIR/' })
  --with-scripts copies what a page imports, too: import { Captioner } from '/DIR/index.js', and create() needs no addresses.

saccade check-model DIR
  Says what is wrong with the model pack in DIR, if anything is.`;

const WORKER = /^worker(-webgpu)?\.js$/;
const FOLDERS = ['runtime', 'models'];

async function listFiles(folder, prefix = '') {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path, `${prefix}${entry.name}/`);
    return [{ name: prefix + entry.name, bytes: (await stat(path)).size }];
  });
  return (await Promise.all(lists)).flat();
}

async function copyAssets(folder, { withoutModel, withScripts }) {
  const isServed = (name) => (withScripts ? name.endsWith('.js') : WORKER.test(name)) || FOLDERS.includes(name);
  // The manifest's second name, under which the main entry finds it where it is told no addresses.
  const isForScripts = (path) => path.endsWith('.saccade');
  const filter = (path) => withScripts || !isForScripts(path);
  const names = (await readdir(DIST)).filter((name) => isServed(name) && !(withoutModel && name === 'models'));
  await mkdir(folder, { recursive: true });
  for (const name of names) await cp(join(DIST, name), join(folder, name), { recursive: true, filter });
  for (const { name, bytes } of await listFiles(folder))
    console.log(`${(bytes / 1e6).toFixed(2).padStart(7)} MB  ${name}`);
}

async function reportModel(folder) {
  const { problems, manifest } = await checkModel(folder);
  for (const problem of problems) console.log(`- ${problem}`);
  if (problems.length > 0) {
    console.log(`${problems.length} problem${problems.length === 1 ? '' : 's'} in ${folder}`);
    process.exitCode = 1;
    return;
  }
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  const words = manifest.vocabulary.length;
  console.log(
    `${manifest.name} ${manifest.version} is a good model pack: ${(bytes / 1e6).toFixed(2)} MB, ${words} words`,
  );
}

const COMMANDS = { 'copy-assets': copyAssets, 'check-model': reportModel };

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'help': { type: 'boolean', short: 'h' },
      'without-model': { type: 'boolean', default: false },
      'with-scripts': { type: 'boolean', default: false },
    },
  });
  const [command, folder] = positionals;
  if (values.help) return console.log(USAGE);
  if (!Object.hasOwn(COMMANDS, command ?? '') || folder === undefined) throw new Error(USAGE);
  return COMMANDS[command](folder, { withoutModel: values['without-model'], withScripts: values['with-scripts'] });
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
