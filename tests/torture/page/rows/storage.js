import { Captioner } from 'saccade';
import { check, settles } from '../expect.js';
import { createCaptioner, faulty, normalCaption } from '../stage.js';

/** Captions once with a server of its own, so that its log tells what was fetched. */
async function visit(server, options = {}) {
  const create = createCaptioner({ model: server.model, assetBase: server.assets, ...options });
  const captioner = await settles(create, 'create()');
  await normalCaption(captioner).finally(() => captioner.destroy());
}

const fetched = async (server) => (await server.log()).filter(({ path }) => /\.(onnx|wasm)$/.test(path)).length;

/** Downloads that are kept, spoilt and thrown away. */
export const STORAGE = [
  {
    name: 'second visit',
    gives: 'nothing of model and runtime is fetched again',
    async run() {
      if (typeof caches === 'undefined') return 'no Cache Storage here';
      await Captioner.deleteCache();
      const server = faulty({});
      await visit(server);
      const first = await fetched(server);
      await visit(server);
      check(first === 3 && (await fetched(server)) === 3, `fetched ${first}, then ${(await fetched(server)) - first}`);
    },
  },
  {
    name: 'cache: false',
    gives: 'nothing is stored',
    async run() {
      await Captioner.deleteCache();
      await visit(faulty({}), { cache: false });
      const kept = (await caches.keys()).filter((name) => name.startsWith('saccade'));
      check(kept.length === 0, `stored ${kept.join()}`);
    },
  },
  {
    name: 'cache spoilt: each entry cut to half',
    gives: 'found out by its hash and fetched again',
    run: () => spoil((bytes) => bytes.slice(0, bytes.length / 2)),
  },
  {
    name: 'cache spoilt: one bit of each entry flipped',
    gives: 'found out by its hash and fetched again',
    run: () =>
      spoil((bytes) => {
        bytes[bytes.length >> 1] ^= 4;
        return bytes;
      }),
  },
  {
    name: 'cache spoilt: each entry a page of HTML',
    gives: 'found out by its hash and fetched again',
    run: () => spoil(() => new TextEncoder().encode('<!doctype html><title>Log in</title>')),
  },
  {
    name: 'cache deleted while the captioner lives, and by deleteCache() twice',
    gives: 'captions go on; true, then false',
    async run() {
      const server = faulty({});
      const captioner = await createCaptioner({ model: server.model, assetBase: server.assets });
      const first = await Captioner.deleteCache();
      const second = await Captioner.deleteCache();
      await normalCaption(captioner).finally(() => captioner.destroy());
      check(first && !second, `${first}, then ${second}`);
    },
  },
  {
    name: 'caches and verdicts of others',
    gives: 'deleteCache() leaves them',
    async run() {
      await caches.open('somebody-else');
      localStorage.setItem('somebody', 'else');
      await Captioner.deleteCache();
      check((await caches.has('somebody-else')) && localStorage.getItem('somebody') === 'else', 'they are gone');
      await caches.delete('somebody-else');
    },
  },
];

async function spoil(change) {
  await Captioner.deleteCache();
  const server = faulty({});
  await visit(server);
  const names = (await caches.keys()).filter((name) => name.startsWith('saccade'));
  let spoilt = 0;
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.length < 100) continue; // the record that all is there
      await cache.put(request, new Response(change(bytes), { headers: response.headers }));
      spoilt += 1;
    }
  }
  check(spoilt >= 3, `only ${spoilt} entries to spoil`);
  await visit(server);
  check((await fetched(server)) > 3, 'nothing was fetched again');
}
