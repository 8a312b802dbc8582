import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureChromium } from '../../../scripts/setup/chromium.mjs';

const STAGE = '/torture/stage.html';

/** Files of model and runtime that a server was asked for. */
const downloads = ({ log }) => log.filter(({ path }) => /\.(onnx|wasm)$/.test(path)).map(({ path }) => path);

/** Captions without any storage; what the backend says must name what is missing. */
async function captionWithoutStorage(stage, page) {
  await stage.assertNormal(page);
  const { availability, deleted } = await page.evaluate(async () => ({
    availability: await globalThis.stage.Captioner.availability({ backend: 'wasm', model: globalThis.stage.MODEL }),
    deleted: await globalThis.stage.Captioner.deleteCache(),
  }));
  stage.assert(availability === 'downloadable', `availability is ${availability}`);
  stage.assert(deleted === false, 'deleteCache() says that it deleted something');
  const reason = await page.evaluate(async () => (await globalThis.stage.captioner()).backend.reason);
  stage.assert(/storage/i.test(reason), `backend.reason does not say what is missing: "${reason}"`);
}

/** Storage that is full, refused or missing; second visits and new versions. */
export const STORES = [
  {
    name: 'quota exhausted (2 MB for the origin)',
    group: 'network',
    gives: 'captions all the same; what cannot be kept is said',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      const protocol = await browser.newCDPSession(page);
      await protocol.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: 2_000_000 });
      await stage.assertNormal(page);
      const reason = await page.evaluate(async () => (await globalThis.stage.captioner()).backend.reason);
      stage.assert(/storage|quota/i.test(reason), `backend.reason is "${reason}"`);
      const availability = await page.evaluate(() =>
        globalThis.stage.Captioner.availability({ backend: 'wasm', model: globalThis.stage.MODEL }),
      );
      stage.assert(availability === 'downloadable', `availability is ${availability}, with half a download stored`);
    },
  },
  {
    name: 'Cache Storage, IndexedDB and localStorage refused (cookies blocked)',
    group: 'network',
    gives: 'captions all the same; says that nothing is kept',
    async run(stage) {
      const profile = await mkdtemp(join(tmpdir(), 'saccade-profile-'));
      await mkdir(join(profile, 'Default'));
      const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
      await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(blocked));
      const server = await stage.server();
      const browser = await chromium.launchPersistentContext(profile, {
        executablePath: await ensureChromium(),
        headless: true,
        args: ['--no-sandbox', '--no-first-run'],
      });
      try {
        const page = await stage.page(browser, server.origin + STAGE);
        const refused = await page.evaluate(() =>
          caches.open('x').then(
            () => false,
            () => true,
          ),
        );
        if (!refused) return 'this browser build does not refuse storage';
        await captionWithoutStorage(stage, page);
      } finally {
        await browser.close();
        await rm(profile, { recursive: true, force: true });
      }
    },
  },
  {
    name: 'Cache Storage, IndexedDB and localStorage refused (cookieBehavior 2)',
    group: 'network',
    engines: ['firefox'],
    gives: 'captions all the same; says that nothing is kept',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.firefox({ 'network.cookie.cookieBehavior': 2 });
      const page = await stage.page(browser, server.origin + STAGE);
      const refused = await page.evaluate(() =>
        caches.open('x').then(
          () => false,
          () => true,
        ),
      );
      stage.assert(refused, 'storage is not refused');
      await captionWithoutStorage(stage, page);
    },
  },
  {
    name: 'insecure origin: no Cache Storage, Web Locks, crypto.subtle',
    group: 'network',
    gives: 'captions all the same, verified; says what is missing',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium({ args: ['--host-resolver-rules=MAP photos.example 127.0.0.1'] });
      const page = await stage.page(browser, `http://photos.example:${server.port}${STAGE}`);
      const secure = await page.evaluate(() => globalThis.isSecureContext || 'caches' in globalThis);
      stage.assert(!secure, 'the origin is secure');
      await captionWithoutStorage(stage, page);
      const code = await page.evaluate(async () => {
        const { assets } = globalThis.stage.faulty({ 'ort-wasm-simd-threaded.reduced.wasm': ['flip', 99] });
        return globalThis.stage.createCaptioner({ assetBase: assets }).then(
          () => 'nothing',
          ({ code }) => code,
        );
      });
      stage.assert(code === 'asset-corrupt', `a flipped bit of the runtime gave ${code}`);
    },
  },
  {
    name: 'private window',
    group: 'network',
    gives: 'captions; a second visit in it downloads nothing',
    async run(stage) {
      const server = await stage.server();
      const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
      try {
        const context = await browser.newContext();
        await stage.assertNormal(await stage.page(context, server.origin + STAGE));
        const first = downloads(server).length;
        await stage.assertNormal(await stage.page(context, server.origin + STAGE));
        stage.assert(downloads(server).length === first, 'the second visit downloaded again');
      } finally {
        await browser.close();
      }
    },
  },
  {
    name: 'update to a package version with a changed model, at the same address',
    group: 'network',
    gives: 'the new model at the next visit, the old one until then; nothing old is kept',
    async run(stage) {
      let version = 1;
      const server = await stage.server({ isUpdated: () => version === 2 });
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      const visit = () =>
        page.evaluate(async () => {
          const captioner = await globalThis.stage.createCaptioner({ model: '/updating/tiny-pack/' });
          const { text } = await captioner.caption(await globalThis.stage.PHOTO);
          const { version } = captioner.model;
          captioner.destroy();
          const cache = await caches.open((await caches.keys()).find((name) => name.startsWith('saccade')));
          return { text, version, entries: (await cache.keys()).length };
        });
      const old = await visit();
      const again = await visit();
      version = 2;
      const updated = await visit();
      const after = await visit();
      stage.assert(old.version === '1.0.0' && again.version === '1.0.0', `version ${old.version}`);
      stage.assert(
        updated.version === '2.0.0' && after.version === '2.0.0',
        `version ${updated.version} after the update`,
      );
      stage.assert(updated.text !== old.text && after.text === updated.text, `"${old.text}", then "${updated.text}"`);
      stage.assert(updated.entries <= old.entries, `${old.entries} entries, ${updated.entries} after the update`);
    },
  },
];
