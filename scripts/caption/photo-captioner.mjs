import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '../serve/browser.mjs';
import { ISOLATION, serve } from '../serve/static-server.mjs';

const PAGE = fileURLToPath(new URL('page.html', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
/** A photo that takes longer than this is given up; the SDK's own limits are shorter. */
const PHOTO_LIMIT_MS = 300_000;

/** The built SDK in a page of a headless browser, captioning photos of one folder. Restarts the page if it dies. */
export class PhotoCaptioner {
  #server;
  #browser;
  #page;
  #create;

  /**
   * @param {object} settings
   * @param {string} settings.images - Folder of the photos.
   * @param {string} [settings.model] - Folder of a model pack; absent for the model in the package.
   * @param {'wasm' | 'webgpu'} settings.backend
   */
  static async open({ images, model, backend }) {
    const captioner = new PhotoCaptioner();
    const mounts = { '/page.html': PAGE, '/saccade/': DIST, '/photos/': resolve(images) };
    if (model) mounts['/model/'] = resolve(model);
    captioner.#server = await serve(mounts, { headers: ISOLATION });
    captioner.#browser = await openBrowser({ webgpu: backend === 'webgpu' });
    captioner.#create = { backend, cache: false, ...(model ? { model: '/model/' } : {}) };
    await captioner.#openPage();
    return captioner;
  }

  async #openPage() {
    await this.#page?.close().catch(() => {});
    this.#page = await this.#browser.newPage();
    this.#page.setDefaultTimeout(PHOTO_LIMIT_MS);
    await this.#page.goto(`${this.#server.origin}/page.html`);
    await this.#page.waitForFunction('window.createCaptioner');
    this.loaded = await this.#page.evaluate((options) => window.createCaptioner(options), this.#create);
  }

  /**
   * Captions one photo.
   *
   * @param {string} name - File name in the folder.
   * @param {object} options - Options of `Captioner.caption`.
   * @param {boolean} wantsAlt - Adds the alt text decision.
   * @returns {Promise<{ entry: object, timings?: object, backend?: string }>} `entry` holds `error` for a bad photo.
   */
  async caption(name, options, wantsAlt) {
    let timer;
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${PHOTO_LIMIT_MS} ms`)), PHOTO_LIMIT_MS);
    });
    const url = `/photos/${encodeURIComponent(name)}`;
    try {
      const call = this.#page.evaluate(
        ([url, options, alt]) => window.captionPhoto(url, options, alt),
        [url, options, wantsAlt],
      );
      return await Promise.race([call, limit]);
    } catch (error) {
      await this.#openPage();
      return { entry: { error: { code: 'page-crashed', message: error.message.split('\n')[0] } } };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Bytes of JavaScript heap in the page, after a collection. */
  async heapBytes() {
    const session = await this.#browser.newCDPSession(this.#page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    await session.detach();
    return usedSize;
  }

  async close() {
    await this.#browser.close();
    await this.#server.close();
  }
}
