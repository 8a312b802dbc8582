import { Captioner } from 'saccade';
import { check, rejection, rejects, settles, sleep } from '../expect.js';
import { ALWAYS, asked, survives, visit, WASM } from '../network-visit.js';
import { normalCaption } from '../stage.js';

const resumed = (log) =>
  check(
    asked(log, 'step.onnx').some(({ range }) => /^bytes=[1-9]/.test(range ?? '')),
    'nothing was resumed',
  );

/** Downloads that break off, stall and are shared. */
export const DOWNLOADS = [
  survives(
    'model: cut once',
    { 'step.onnx': 'cut' },
    {
      gives: 'a captioner; goes on where it was cut (Range)',
      proof: resumed,
    },
  ),
  survives('runtime: cut once', { [WASM]: 'cut' }, { gives: 'a captioner; goes on where it was cut, or begins again' }),
  survives('model: cut once; the rest answered with all of it (200)', { 'step.onnx': ['cut+range-ignored', 1] }),
  survives('model: cut once; the rest answered with another range (206)', { 'step.onnx': ['cut+wrong-range', 1] }),
  survives('model: cut once; the rest refused (416)', { 'step.onnx': ['cut+416', 1] }),
  survives(
    'model: stalls once',
    { 'step.onnx': 'stall' },
    { gives: 'a captioner; a second connection goes on where the first fell silent (Range)', proof: resumed },
  ),
  {
    name: 'model: stalls, and the second connection is silent',
    gives: 'timeout; the next create() goes on where it stopped (Range)',
    async run() {
      const { server, create } = await visit({ 'step.onnx': 'stall+silent' });
      await rejects(create(), 'timeout');
      const captioner = await create();
      await normalCaption(captioner).finally(() => captioner.destroy());
      resumed((await server.log()).slice(-1));
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
      const { server, create } = await visit({ 'step.onnx': ['stall', 1] }, { timeouts: { stallMs: 100_000 } });
      const controller = new AbortController();
      const reason = new Error('enough');
      const failed = rejection(create({ signal: controller.signal }), 120_000);
      while (asked(await server.log(), 'step.onnx').length === 0) await sleep(50);
      await sleep(300);
      controller.abort(reason);
      check((await settles(failed, 'create()', 10_000)) === reason, 'another reason');
      const captioner = await create();
      await normalCaption(captioner).finally(() => captioner.destroy());
    },
  },
  {
    name: 'two create() at once',
    gives: 'two captioners from one download',
    async run() {
      const { server, create } = await visit({ [WASM]: 'none' });
      const two = await Promise.all([create(), create()]);
      for (const captioner of two) await normalCaption(captioner).finally(() => captioner.destroy());
      const log = await server.log();
      for (const file of ['encoder.onnx', 'step.onnx', WASM]) {
        check(asked(log, file).length === 1, `${file} was asked for ${asked(log, file).length} times`);
      }
    },
  },
  {
    name: 'second create() during a download that takes longer than stallMs, but goes on',
    gives: 'two captioners from one download; the second shows the progress of the first',
    async run() {
      const { server, create } = await visit({ 'step.onnx': ['trickle', ALWAYS] });
      const first = create();
      while (asked(await server.log(), 'step.onnx').length === 0) await sleep(50);
      const progress = [];
      const monitor = (target) => target.addEventListener('downloadprogress', ({ loaded }) => progress.push(loaded));
      const startedAt = performance.now();
      const second = await create({ monitor, timeouts: { stallMs: 6000 } });
      const waitedMs = performance.now() - startedAt;
      for (const captioner of [await first, second]) {
        await normalCaption(captioner).finally(() => captioner.destroy());
      }
      check(waitedMs > 6000, `the download was over after ${Math.round(waitedMs)} ms: the row shows nothing`);
      const count = asked(await server.log(), 'step.onnx').length;
      check(count === 1, `step.onnx was asked for ${count} times`);
      check(progress.at(-1) === 1, `progress ${progress.join()}`);
    },
  },
  {
    name: 'availability() before, during and after a download',
    gives: 'downloadable, downloading, available, downloadable',
    async run() {
      const { server, create } = await visit({ 'step.onnx': ['drops', 1], [WASM]: 'none' });
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
