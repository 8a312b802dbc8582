import { Captioner } from 'saccade';
import { check, rejects, settles } from './expect.js';
import { createCaptioner, faulty, MODEL, normalCaption } from './stage.js';

/** The runtime's file. */
export const WASM = 'ort-wasm-simd-threaded.reduced.wasm';
/** A limit for rows in which nothing stalls: busy machines have pauses of their own. */
const PATIENT = { stallMs: 30_000 };
/** A limit for rows in which something stalls. A silent connection is made anew after half of it. */
export const IMPATIENT = { stallMs: 6000 };
/** More requests than any row makes. */
export const ALWAYS = 99;

const IS_QUICK = new URLSearchParams(location.search).has('quick');

/** Requests for a file. */
export const asked = (log, file) => log.filter(({ path }) => path.endsWith(file));
const stalls = (faults) =>
  Object.values(faults)
    .flat()
    .some((fault) => /stall|silent/.test(String(fault)));

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
export async function visit(faults, options = {}) {
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
 * The visit must fail with this error; once the server is in order, a visit must work (the quick form leaves that out).
 *
 * @param facts - See `rejects`. `downloaded`: the download itself is sound, what it holds is not.
 */
export const fails = (name, faults, code, { downloaded = false, ...facts } = {}) => ({
  name,
  gives: `${[code].flat().join(' or ')}; works once the server does`,
  async run() {
    const { server, create } = await visit(faults);
    await rejects(create(), code, { withinMs: 120_000, ...facts });
    const where = { backend: 'wasm', model: server.model, assetBase: server.assets };
    check(downloaded || (await Captioner.availability(where)) !== 'available', 'availability() is "available"');
    if (IS_QUICK) return;
    const honest = faulty({});
    const captioner = await settles(createCaptioner({ model: honest.model, assetBase: honest.assets }), 'create()');
    await normalCaption(captioner).finally(() => captioner.destroy());
  },
});

/** The visit must succeed all the same. */
export const survives = (name, faults, { gives = 'a captioner', proof = () => undefined } = {}) => ({
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
