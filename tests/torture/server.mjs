import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ROOT } from '../../scripts/setup/packages.mjs';
import { serve } from '../../scripts/serve/static-server.mjs';
import { FAULTS } from './faults.mjs';
import { newerModel } from './newer-model.mjs';
import { HOOKS } from './worker-hooks.mjs';

const root = (path) => join(ROOT, path);
const MOUNTS = {
  // SACCADE_DIST: another folder with the same files, for trying a build without touching dist/.
  '/saccade/': resolve(ROOT, process.env.SACCADE_DIST ?? 'dist'),
  '/fixtures/': root('tests/fixtures'),
  '/models/': root('models'),
  '/torture/': root('tests/torture/page'),
  // A service worker is in charge of what lies beside and below its script.
  '/page-only.js': root('tests/torture/page/page-only.js'),
  '/fuzz/': root('tests/fuzz/page'),
  '/soak/': root('tests/soak/page'),
  '/photos/': root('examples/demo/photos'),
};
const PHOTO = root('examples/demo/photos/two-dogs.jpg');

/**
 * Serves the built package, the pages of the tests and, below `/faulty/VISIT/FILE~FAULT~TIMES,.../`, the same files with
 * faults: the first TIMES (1 if left out) requests for FILE meet FAULT, a key of {@link FAULTS}.
 *
 * @param {object} [options]
 * @param {Record<string, string>} [options.headers] - Sent with every reply.
 * @param {(path: string) => Record<string, string>} [options.headersOf] - Sent with the reply for a path.
 * @param {() => boolean} [options.isUpdated] - Whether `/updating/tiny-pack/` is at version 2 by now.
 * @returns Beside the server: `onReport(listener)` for what pages post to `/report`, and `log`: every request.
 */
export async function openTortureServer({ headers = {}, headersOf = () => ({}), isUpdated = () => false } = {}) {
  const visits = new Map();
  const log = [];
  let listener = () => undefined;
  const mounts = Object.entries(MOUNTS);
  const fileOf = (path) => {
    const [prefix, folder] = mounts.find(([start]) => path.startsWith(start)) ?? [];
    return folder && !path.includes('..') ? join(folder, path.slice(prefix.length)) : null;
  };

  async function intercept(request, response, path) {
    log.push({ path, range: request.headers.range ?? null, host: request.headers.host });
    for (const [name, value] of Object.entries(headersOf(path))) response.setHeader(name, value);
    if (path === '/report') return receive(request, response);
    if (path.startsWith('/log/')) return json(response, visits.get(path.slice('/log/'.length))?.log ?? []);
    if (path.startsWith('/hooked/')) return hooked(response, path.slice('/hooked/'.length));
    if (path.startsWith('/torture/policed/')) return withoutImportMap(response, path.slice('/torture/policed/'.length));
    if (path.startsWith('/updating/tiny-pack/')) return updating(response, path.split('/').pop(), isUpdated());
    if (path.startsWith('/pictures/')) return picture(response, path.slice('/pictures/'.length));
    if (!path.startsWith('/faulty/')) return false;
    const [id, plan, ...rest] = path.slice('/faulty/'.length).split('/');
    return faulty(request, response, id, plan, `/${rest.join('/')}`);
  }

  async function faulty(request, response, id, plan, path) {
    const visit = visits.get(id) ?? { log: [], counts: new Map() };
    visits.set(id, visit);
    const file = path.slice(path.lastIndexOf('/') + 1);
    const count = (visit.counts.get(file) ?? 0) + 1;
    visit.counts.set(file, count);
    const [, fault, times = '1'] =
      plan
        .split(',')
        .map((part) => part.split('~'))
        .find(([name]) => name === file) ?? [];
    visit.log.push({ path, range: request.headers.range ?? null, fault: fault ?? null });
    const found = fileOf(path);
    const bytes = found && (await readFile(found).catch(() => null));
    if (!bytes) {
      response.writeHead(404).end('not here');
      return true;
    }
    // A fault named `first+then` meets the first request with one fault and the one after it with the other.
    const [first, then] = fault?.split('+') ?? [];
    const name = count <= Number(times) ? first : then && count <= Number(times) + 1 ? then : 'none';
    await (FAULTS[name] ?? FAULTS.none)({ request, response, bytes, path, file });
    return true;
  }

  function receive(request, response) {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      response.writeHead(204).end();
      listener(JSON.parse(body));
    });
    return true;
  }

  const server = await serve(MOUNTS, { headers, intercept });
  return { ...server, log, onReport: (given) => (listener = given) };
}

function json(response, value) {
  response
    .writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(value));
  return true;
}

/** A worker script with a hook before it (`hook+worker.js`, or the usual one), or a script that is nothing but a hook. */
async function hooked(response, name) {
  const [file, hook = 'orders'] = name.split('+').reverse();
  const alone = HOOKS[file.replace(/\.js$/, '')];
  const script = alone ?? `${HOOKS[hook]}\n${await readFile(join(MOUNTS['/saccade/'], file), 'utf8')}`;
  response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
  return true;
}

/** A script of the pages for a page whose policy forbids import maps. */
async function withoutImportMap(response, name) {
  const script = await readFile(root(`tests/torture/page/${name}`), 'utf8');
  response.writeHead(200, { 'Content-Type': 'text/javascript' });
  response.end(script.replace(/from 'saccade'/g, "from '/saccade/index.js'"));
  return true;
}

async function updating(response, file, isNew) {
  const folder = root('tests/fixtures/tiny-pack');
  const pack = { 'encoder.onnx': await readFile(join(folder, 'encoder.onnx')) };
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const step = await readFile(join(folder, 'step.onnx'));
  const current = isNew ? newerModel(manifest, step) : { manifest, step };
  pack['step.onnx'] = current.step;
  pack['manifest.json'] = Buffer.from(JSON.stringify(current.manifest));
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-cache' }).end(pack[file]);
  return true;
}

async function picture(response, name) {
  if (name === 'never.jpg') return true;
  const bytes = await readFile(PHOTO);
  if (name === 'cut.jpg') {
    response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2));
    setTimeout(() => response.destroy(), 50);
    return true;
  }
  if (!name.endsWith('photo.jpg')) return false;
  const cors = name.startsWith('cors/') ? { 'Access-Control-Allow-Origin': '*' } : {};
  response.writeHead(200, { 'Content-Type': 'image/jpeg', ...cors }).end(bytes);
  return true;
}
