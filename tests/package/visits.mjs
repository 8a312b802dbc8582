import { openBrowser } from '../../scripts/serve/browser.mjs';

/** A caption takes seconds; a machine that is busy with other things may need longer. */
const LIMIT_MS = Number(process.env.SACCADE_VISIT_LIMIT_MS ?? 120_000);

/** Listens to a page; the function that it gives back waits for caption and word list, or fails with what the page threw. */
function readCaption(page) {
  const thrown = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  page.on('console', (message) => message.type() === 'error' && thrown.push(message.text()));
  page.on('requestfailed', (request) => thrown.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => response.status() >= 400 && thrown.push(`${response.status()} ${response.url()}`));
  return async () => {
    const ready = page.waitForFunction(() => document.querySelectorAll('#words li').length > 0, null, {
      timeout: LIMIT_MS,
    });
    await ready.catch(() => {
      throw new Error(`no caption in ${LIMIT_MS / 1000} s; the page says:\n${thrown.join('\n') || '(nothing)'}`);
    });
    const text = await page.locator('#caption').textContent();
    const words = await page.locator('#words li').allTextContents();
    const spoken = words.map((word) => word.replace(/: row \d+, column \d+$/, '')).join('');
    if (text.trim() === '') throw new Error('the caption is empty');
    if (spoken.trim() !== text.trim()) throw new Error(`words "${spoken}" do not make the caption "${text}"`);
    if (!words.every((word) => /: row \d+, column \d+$/.test(word))) throw new Error('a word has no map');
    return { text: text.trim(), words };
  };
}

/** Loads the page and reads the caption. */
async function visitPage(origin) {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const read = readCaption(page);
    const foreign = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && !url.startsWith(origin)) foreign.push(url);
    });
    await page.goto(`${origin}/`);
    const caption = await read();
    if (foreign.length > 0) throw new Error(`asked others for ${foreign.join(', ')}`);
    return caption;
  } finally {
    await browser.close();
  }
}

/** Loads the page, takes the network away, loads it again. */
async function visitOffline(origin) {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const read = readCaption(page);
    await page.goto(`${origin}/`);
    const online = await read();
    await browser.setOffline(true);
    await page.reload();
    const offline = await read();
    if (offline.text !== online.text) throw new Error(`offline "${offline.text}", online "${online.text}"`);
    return offline;
  } finally {
    await browser.close();
  }
}

/** Loads an unpacked extension and opens its popup as a page. */
async function visitExtension(folder) {
  const browser = await openBrowser({
    args: [
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
    ],
    context: { ignoreDefaultArgs: ['--disable-extensions'] },
  });
  try {
    const worker = browser.serviceWorkers()[0] ?? (await browser.waitForEvent('serviceworker', { timeout: LIMIT_MS }));
    const page = await browser.newPage();
    const read = readCaption(page);
    await page.goto(`chrome-extension://${new URL(worker.url()).host}/popup.html`);
    return await read();
  } finally {
    await browser.close();
  }
}

export { visitExtension, visitOffline, visitPage };
