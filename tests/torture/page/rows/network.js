import { Captioner } from 'saccade';
import { check, rejection, rejects, settles, sleep } from '../expect.js';
import { createCaptioner, faulty, MODEL, normalCaption } from '../stage.js';

const WASM = 'ort-wasm-simd-threaded.wasm';
/** A limit for rows in which nothing stalls: busy machines have pauses of their own. */
const PATIENT = { stallMs: 30_000 };
const IMPATIENT = { stallMs: 3000 };
const ALWAYS = 99;
const asked = (log, file) => log.filter(({ path }) => path.endsWith(file));
const stalls = (faults) =>
  Object.values(faults)
    .flat()
    .some((fault) => fault === 'stall' || fault === 'silent');

/** Empties the cache of the model, and of the runtime where a row is about it: that one takes time to fetch. */
async function forget(faults) {
  if (typeof caches === 'undefined' || WASM in faults) return void (await Captioner.deleteCache());
  const { files } = await (await fetch(`${MODEL}manifest.json`)).json();
  const chunks = Object.values(files).flatMap((file) => file.chunks);
  for (const name of (await caches.keys()).filter((name) => name.startsWith('saccade'))) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      if (!url.includes('/chunk/') || chunks.some((chunk) => url.endsWith(chunk))) await cache.delete(url);
    }
  }
}

/** A first visit, with no model in the cache, to a server with these faults. */
async function visit(faults, options = {}) {
  await forget(faults);
  const server = faulty(faults);
  const timeouts = stalls(faults) ? IMPATIENT : PATIENT;
  const create = (more = {}) =>
    settles(
      createCaptioner({ model: server.model, assetBase: server.assets, timeouts, ...options, ...more }),
      'create()',
      120_000,
    );
  return { server, create };
}

/**
 * The visit must fail with this error; once the server is in order, a visit must work.
 *
 * @param facts - See `rejects`. `downloaded`: the download itself is sound, what it holds is not.
 */
const fails = (name, faults, code, { downloaded = false, ...facts } = {}) => ({
  name,
  gives: `${[code].flat().join(' or ')}; works once the server does`,
  async run() {
    const { server, create } = await visit(faults);
    await rejects(create(), code, { withinMs: 120_000, ...facts });
    const where = { backend: 'wasm', model: server.model, assetBase: server.assets };
    check(downloaded || (await Captioner.availability(where)) !== 'available', 'availability() is "available"');
    const honest = faulty({});
    const captioner = await settles(createCaptioner({ model: honest.model, assetBase: honest.assets }), 'create()');
    await normalCaption(captioner).finally(() => captioner.destroy());
  },
});

/** The visit must succeed all the same. */
const survives = (name, faults, { gives = 'a captioner', proof = () => undefined } = {}) => ({
  name,
  gives,
  async run() {
    const progress = [];
    const monitor = (target) => target.addEventListener('downloadprogress', ({ loaded }) => progress.push(loaded));
    const { server, create } = await visit(faults, { monitor });
    const captioner = await create();
    await normalCaption(captioner).finally(() => captioner.destroy());
    check(progress[0] === 0 && progress.at(-1) === 1, `progress from ${progress[0]} to ${progress.at(-1)}`);
    check(
      progress.every((loaded, i) => loaded <= 1 && (i === 0 || loaded > progress[i - 1])),
      'progress falls or passes 1',
    );
    await proof(await server.log(), progress);
  },
});

/** Servers that fail, lie and break off. */
export const NETWORK = [
  fails('manifest: 404', { 'manifest.json': ['404', ALWAYS] }, 'asset-not-found', { details: { status: 404 } }),
  fails('manifest: 500', { 'manifest.json': ['500', ALWAYS] }, 'asset-not-found', { details: { status: 500 } }),
  fails('manifest: a page of HTML with status 200', { 'manifest.json': ['html', ALWAYS] }, 'asset-wrong-type', {
    message: /html/i,
    details: { status: 200, contentType: (type) => type.startsWith('text/html') },
  }),
  fails('manifest: cut-off JSON', { 'manifest.json': ['short', ALWAYS] }, 'manifest-invalid'),
  fails('manifest: empty', { 'manifest.json': ['empty', ALWAYS] }, [
    'manifest-invalid',
    'asset-truncated',
    'asset-wrong-type',
  ]),
  fails('manifest: JSON of something else', { 'manifest.json': ['other-json', ALWAYS] }, 'manifest-invalid'),
  fails('manifest: of a format version to come', { 'manifest.json': ['format-2', ALWAYS] }, 'manifest-unsupported'),
  fails('manifest: of an unknown family', { 'manifest.json': ['family-x', ALWAYS] }, 'manifest-unsupported'),
  fails('manifest: files elsewhere ("../../secret")', { 'manifest.json': ['path-x', ALWAYS] }, [
    'asset-not-found',
    'manifest-invalid',
  ]),
  fails('manifest: never answers', { 'manifest.json': ['silent', ALWAYS] }, ['timeout', 'asset-network']),
  fails('model: 404', { 'step.onnx': ['404', ALWAYS] }, 'asset-not-found', {
    details: { status: 404, url: (url) => url.endsWith('step.onnx') },
  }),
  fails('model: 500', { 'encoder.onnx': ['500', ALWAYS] }, 'asset-not-found', { details: { status: 500 } }),
  fails('model: a page of HTML with status 200', { 'step.onnx': ['html', ALWAYS] }, 'asset-wrong-type', {
    details: { status: 200, contentType: (type) => type.startsWith('text/html') },
  }),
  fails('model: HTML under a binary content type (captive portal)', { 'step.onnx': ['html-binary', ALWAYS] }, [
    'asset-wrong-type',
    'asset-truncated',
    'asset-corrupt',
  ]),
  fails('model: half of it, and says so', { 'step.onnx': ['short', ALWAYS] }, 'asset-truncated'),
  fails('model: more than the manifest says', { 'step.onnx': ['long', ALWAYS] }, 'asset-truncated'),
  fails('model: empty', { 'step.onnx': ['empty', ALWAYS] }, 'asset-truncated'),
  fails('model: one bit flipped', { 'step.onnx': ['flip', ALWAYS] }, 'asset-corrupt', {
    details: { url: (url) => url.endsWith('step.onnx') },
  }),
  fails('model: cut each time', { 'step.onnx': ['cut', ALWAYS] }, ['asset-network', 'asset-truncated']),
  fails('model: stalls each time', { 'step.onnx': ['stall', ALWAYS] }, ['timeout', 'asset-network']),
  fails('model: redirected to a login page of another origin', { 'encoder.onnx': ['portal', ALWAYS] }, [
    'asset-network',
    'asset-wrong-type',
  ]),
  fails('model: valid hash, but no model', { 'manifest.json': ['model-x', ALWAYS], 'step.onnx': ['text-x', ALWAYS] }, [
    'session-failed',
    'manifest-invalid',
  ]),
  fails(
    'model: another model under the self-test of this one',
    { 'manifest.json': ['self-test-x', ALWAYS] },
    'self-test-failed',
  ),
  fails('runtime: 404', { [WASM]: ['404', ALWAYS] }, 'asset-not-found', {
    details: { url: (url) => url.endsWith(WASM) },
  }),
  fails('runtime: a page of HTML with status 200', { [WASM]: ['html', ALWAYS] }, 'asset-wrong-type'),
  fails('runtime: one bit flipped', { [WASM]: ['flip', ALWAYS] }, 'asset-corrupt'),
  fails('runtime: half of it, and says so', { [WASM]: ['short', ALWAYS] }, 'asset-truncated'),
  {
    name: 'worker script: 404, HTML, nonsense',
    gives: 'worker-blocked',
    async run() {
      for (const fault of ['404', 'html', 'text-x']) {
        const { assets } = faulty({ 'worker.js': [fault, ALWAYS] });
        await rejects(createCaptioner({ workerUrl: `${assets}worker.js`, timeouts: IMPATIENT }), 'worker-blocked');
      }
    },
  },
  survives(
    'model: cut once',
    { 'step.onnx': 'cut' },
    {
      gives: 'a captioner; goes on where it was cut (Range)',
      proof: (log) =>
        check(
          asked(log, 'step.onnx').some(({ range }) => /^bytes=[1-9]/.test(range ?? '')),
          'nothing was resumed',
        ),
    },
  ),
  survives('runtime: cut once', { [WASM]: 'cut' }, { gives: 'a captioner; goes on where it was cut, or begins again' }),
  survives('model: cut once; the rest answered with all of it (200)', { 'step.onnx': ['cut+range-ignored', 1] }),
  survives('model: cut once; the rest answered with another range (206)', { 'step.onnx': ['cut+wrong-range', 1] }),
  survives('model: cut once; the rest refused (416)', { 'step.onnx': ['cut+416', 1] }),
  {
    name: 'model: stalls once',
    gives: 'timeout; the next create() goes on where it stopped (Range)',
    async run() {
      const { server, create } = await visit({ 'step.onnx': 'stall' });
      await rejects(create(), 'timeout');
      const captioner = await create();
      await normalCaption(captioner).finally(() => captioner.destroy());
      check(
        asked(await server.log(), 'step.onnx').some(({ range }) => /^bytes=[1-9]/.test(range ?? '')),
        'began again',
      );
    },
  },
  survives('model: 503 once', { 'step.onnx': '503' }),
  survives('model: one bit flipped once', { 'step.onnx': 'flip' }),
  survives('model: half with status 206, unasked', { 'step.onnx': 'unasked-206' }),
  survives(
    'everything gzipped',
    {
      'manifest.json': ['gzip', ALWAYS],
      'step.onnx': ['gzip', ALWAYS],
      'encoder.onnx': ['gzip', ALWAYS],
      [WASM]: ['gzip', ALWAYS],
    },
    {
      gives: 'a captioner; progress rises from 0 to 1 and no further',
    },
  ),
  survives('everything without Content-Length', { 'step.onnx': ['chunked', ALWAYS], [WASM]: ['chunked', ALWAYS] }),
  survives('everything as text/plain', {
    'manifest.json': ['mime', ALWAYS],
    'step.onnx': ['mime', ALWAYS],
    [WASM]: ['mime', ALWAYS],
  }),
  survives('model and runtime redirected', { 'step.onnx': ['redirect', ALWAYS], [WASM]: ['redirect', ALWAYS] }),
  survives('model in drops of 500 bytes', { 'step.onnx': ['drops', ALWAYS] }),
  {
    name: 'create() aborted in the middle of a download that stalls',
    gives: "the signal's reason at once; the next create() works",
    async run() {
      const { create } = await visit({ 'step.onnx': ['stall', 1] }, { timeouts: { stallMs: 60_000 } });
      const controller = new AbortController();
      const reason = new Error('enough');
      const creating = create({ signal: controller.signal });
      setTimeout(() => controller.abort(reason), 1500);
      check((await rejection(creating, 5000)) === reason, 'another reason');
      const captioner = await create();
      await normalCaption(captioner).finally(() => captioner.destroy());
    },
  },
  {
    name: 'two create() at once',
    gives: 'two captioners from one download',
    async run() {
      const { server, create } = await visit({});
      const two = await Promise.all([create(), create()]);
      for (const captioner of two) await normalCaption(captioner).finally(() => captioner.destroy());
      const log = await server.log();
      for (const file of ['encoder.onnx', 'step.onnx', WASM]) {
        check(asked(log, file).length === 1, `${file} was asked for ${asked(log, file).length} times`);
      }
    },
  },
  {
    name: 'availability() before, during and after a download',
    gives: 'downloadable, downloading, available, downloadable',
    async run() {
      const { server, create } = await visit({ 'step.onnx': ['drops', 1] });
      const options = { backend: 'wasm', model: server.model, assetBase: server.assets };
      const seen = [await Captioner.availability(options)];
      const creating = create();
      while (seen.at(-1) !== 'available') {
        const now = await Captioner.availability(options);
        if (now !== seen.at(-1)) seen.push(now);
        await sleep(20);
      }
      (await creating).destroy();
      check(await Captioner.deleteCache(), 'there was nothing to delete');
      seen.push(await Captioner.availability(options));
      check(seen.join() === 'downloadable,downloading,available,downloadable', seen.join());
    },
  },
];
