import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHarness, type Harness } from '../harness.ts';
import { MOUNTS } from './picture-server.ts';

/** What the test calls of the extension's own world. */
declare const chrome: {
  tabs: { query(of: object): Promise<{ id: number; url?: string }[]> };
  action: { onClicked: { dispatch(tab: { id: number }): void } };
};

const BUILD = fileURLToPath(new URL('../../../examples/22-extension/build.mjs', import.meta.url));
const PATIENCE = { timeout: 300_000 };
const COLOUR =
  '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="#3a7"/></svg>';

let harness: Harness;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saccade-extension-'));
  execFileSync(process.execPath, [BUILD, folder, 'http://localhost/*']);
  const args = [
    `--disable-extensions-except=${folder}`,
    `--load-extension=${folder}`,
    '--disable-features=DisableLoadExtensionCommandLineSwitch',
  ];
  // Playwright's own switches keep extensions out.
  const context = { ignoreDefaultArgs: ['--disable-extensions'] } as object;
  harness = await openHarness({
    args,
    context,
    mounts: MOUNTS,
    isolated: false,
    intercept(request, response) {
      if (request.url !== '/colour.svg') return false;
      response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(COLOUR);
      return true;
    },
  });
}, 300_000);
afterAll(async () => {
  await harness?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function click(): Promise<void> {
  const background: Worker =
    harness.browser.serviceWorkers()[0] ?? (await harness.browser.waitForEvent('serviceworker', { timeout: 60_000 }));
  await background.evaluate(async () => {
    const tabs = await chrome.tabs.query({});
    chrome.action.onClicked.dispatch(tabs.find((tab) => tab.url?.startsWith('http://localhost'))!);
  });
}

test('22-extension describes a page without a network, and takes it all back', async () => {
  const page = await harness.newPage();
  await page.setContent(
    `<html lang="en"><body>
      <img id="photo" src="/photos/shepherd-dog.jpg" width="300">
      <img id="own" src="/photos/cat.jpg" width="300" alt="Mine">
      <img id="colour" src="/colour.svg" width="300" height="200">
    </body></html>`,
    { waitUntil: 'load' },
  );
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  await harness.browser.setOffline(true);
  await click();
  await page.waitForFunction(() => document.querySelector('#colour[data-saccade=decorative]'), undefined, PATIENCE);
  // Whether the photo is described is for the model to say.
  expect((await page.getAttribute('#photo', 'alt')) ?? 'unsure').toMatch(/^unsure$|\(Automatic description, .*\.\)$/);
  expect(await page.getAttribute('#own', 'alt')).toBe('Mine');
  await click();
  await page.waitForFunction(() => !document.querySelector('[data-saccade]'));
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
  await page.close();
}, 600_000);

// SACCADE_SCREENSHOTS=examples/22-extension/screenshots npx vitest run tests/browser/alt-text/extension.test.ts
const SCREENSHOTS = process.env['SACCADE_SCREENSHOTS'];

test.runIf(SCREENSHOTS)(
  "takes the README's pictures",
  async () => {
    await harness.browser.setOffline(false);
    const page = await harness.newPage();
    await page.setViewportSize({ width: 1000, height: 640 });
    await page.setContent(ARTICLE, { waitUntil: 'load' });
    const take = async (name: string) => {
      await page.evaluate(() => {
        const said = [...document.querySelectorAll('figure img')].map((image) => {
          const alt = image.getAttribute('alt');
          if (alt === '') return '(nothing: it is decoration)';
          return alt ?? `"image ${image.getAttribute('src')!.split('/').at(-1)}"`;
        });
        const items = said.map((text) => Object.assign(document.createElement('li'), { textContent: text }));
        document.querySelector('ol')!.replaceChildren(...items);
      });
      await page.screenshot({ path: join(SCREENSHOTS!, `${name}.jpg`), type: 'jpeg', quality: 82 });
    };
    await take('before');
    await click();
    await page.waitForFunction(() => document.querySelector('#colour[data-saccade=decorative]'), undefined, PATIENCE);
    await take('described');
    await click();
    await page.waitForFunction(() => !document.querySelector('[data-saccade]'));
    await take('taken-back');
  },
  600_000,
);

const ARTICLE = `<html lang="en"><style>
    body { margin: 0; padding: 1.2rem; display: grid; grid-template-columns: 1fr 19rem; gap: 2rem; font: 16px/1.45 system-ui, sans-serif }
    main div { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem }
    figure { margin: 0 } img { width: 100%; height: 150px; object-fit: cover; border-radius: 6px }
    h1, h2 { margin: 0 0 .8rem; font-size: 1.3rem } ol { padding-left: 1.2rem } li { margin-bottom: .7rem }
    aside { border-left: 3px solid #2563a8; padding-left: 1.2rem }
  </style><body>
  <main><h1>Pictures of the week</h1><div>
    ${['shepherd-dog', 'two-dogs', 'espresso'].map((name) => `<figure><img src="/photos/${name}.jpg"></figure>`).join('')}
    <figure><img src="/photos/cat.jpg" alt="Minka looks up"></figure>
    <figure><img src="/photos/mountain-path.jpg"></figure>
    <figure><img id="colour" src="/colour.svg" width="300" height="200"></figure>
  </div></main>
  <aside><h2>What a screen reader says</h2><ol></ol></aside>
</body></html>`;
