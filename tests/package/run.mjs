// npm run test:package [-- --quick] [--built] [--tarball=FILE] [NAME ...]: installs the packed tarball into every set-up of this
// folder, builds it, and visits it in a browser until it has a caption with its maps.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PHOTO = `${ROOT}examples/demo/photos/two-dogs.jpg`;
const MODEL = `${ROOT}dist/models/flickr8k-lite2`;
const STEP_LIMIT_MS = 15 * 60_000;

process.chdir(ROOT);
ensurePackages();
const { CONSUMERS } = await import('./consumers.mjs');
const { serve } = await import('../../scripts/serve/static-server.mjs');
const { visitExtension, visitOffline, visitPage } = await import('./visits.mjs');

const scratch = mkdtempSync(join(tmpdir(), 'saccade-package-'));
// What npm tells the script that it runs would make an npm in there take this repository for its own.
const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command)/i.test(name));
const environment = { ...Object.fromEntries(inherited), NEXT_TELEMETRY_DISABLED: '1', CI: '1' };

const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, env: environment, encoding: 'utf8', stdio: 'pipe', timeout: STEP_LIMIT_MS });

/** Packs what would be published; `--tarball` names one that is there already. */
function pack() {
  const given = process.argv.find((argument) => argument.startsWith('--tarball='));
  if (given) return resolve(given.slice('--tarball='.length));
  if (!process.argv.includes('--built')) run(process.execPath, ['scripts/build.mjs'], ROOT);
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], ROOT),
  );
  return join(scratch, filename);
}

/** Packs the code without the weights. */
const packCode = () => run(process.execPath, ['scripts/pack-without-weights.mjs', scratch], ROOT).trim();

function install(consumer, tarball) {
  const folder = join(scratch, consumer.name);
  if (existsSync(folder)) return folder;
  cpSync(join(HERE, consumer.name), folder, { recursive: true });
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  if (consumer.package) manifest.dependencies[consumer.package] = `file:${packCode()}`;
  else manifest.dependencies.saccade = `file:${tarball}`;
  writeFileSync(path, JSON.stringify(manifest));
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], folder);
  return folder;
}

function copyPhoto(consumer, folder) {
  for (const place of consumer.photoIn ?? []) {
    mkdirSync(join(folder, place), { recursive: true });
    cpSync(PHOTO, join(folder, place, 'photo.jpg'));
  }
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Starts the set-up's own server and waits until it answers. */
async function startServer(consumer, folder) {
  const port = await freePort();
  const [command, ...args] = consumer.start(String(port));
  const child = spawn(command, args, { cwd: folder, env: { ...environment, PORT: String(port) }, detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const origin = `http://localhost:${port}`;
  const close = () => process.kill(-child.pid, 'SIGTERM');
  for (let tries = 0; tries < 240; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${output}`);
    if (
      await fetch(`${origin}/`).then(
        (reply) => reply.ok,
        () => false,
      )
    )
      return { origin, close };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  close();
  throw new Error(`${command} does not answer: ${output}`);
}

async function visit(consumer, folder) {
  if (consumer.check === 'node') return { text: run(consumer.run[0], consumer.run.slice(1), folder).trim() };
  if (consumer.check === 'extension') return visitExtension(folder);
  const server = consumer.start
    ? await startServer(consumer, folder)
    : await serve({ '/': join(folder, consumer.serve) });
  try {
    return await (consumer.check === 'offline' ? visitOffline : visitPage)(server.origin);
  } finally {
    await server.close();
  }
}

async function tryConsumer(consumer, tarball) {
  const folder = install(consumer, tarball);
  copyPhoto(consumer, folder);
  if (consumer.modelIn) cpSync(MODEL, join(folder, consumer.modelIn), { recursive: true });
  for (const script of consumer.build ?? []) run('npm', ['run', script], folder);
  copyPhoto(consumer, folder);
  if (consumer.copy) cpSync(join(folder, consumer.copy[0]), join(folder, consumer.copy[1], consumer.copy[0]));
  return visit(consumer, folder);
}

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const chosen = CONSUMERS.filter((consumer) => {
  if (names.length > 0) return names.includes(consumer.name);
  return !process.argv.includes('--quick') || consumer.quick;
});
const tarball = pack();
let failed = 0;
let reference;
for (const consumer of chosen) {
  const label = (consumer.label ?? consumer.name).padEnd(16);
  const startedAt = performance.now();
  try {
    const { text, words } = await tryConsumer(consumer, tarball);
    if (words) {
      reference ??= words.join();
      if (words.join() !== reference) throw new Error(`caption or maps differ from the other set-ups': "${text}"`);
    }
    console.log(`ok     ${label} ${Math.round((performance.now() - startedAt) / 1000)} s  ${text.split('\n').at(-1)}`);
  } catch (error) {
    failed += 1;
    console.log(
      `NOT OK ${label} ${[error.message, error.stdout, error.stderr].filter(Boolean).join('\n').slice(0, 4000)}`,
    );
  }
}
rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
