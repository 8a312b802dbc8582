import { existsSync, readFileSync } from 'node:fs';
import { openBrowser } from '../../scripts/serve/browser.mjs';

/** What the renderer frees after the first caption is freed by then. */
const SETTLE_MS = 2000;

/** Mebibytes of a process by /proc: resident now, of that its own (not mapped from files), and at most so far. */
function processMemory(pid) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const read = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024;
  return { rssMB: read('VmRSS'), ownMB: read('RssAnon') + read('RssShmem'), peakMB: read('VmHWM') };
}

/** Memory of the browser's renderer that holds most; null where it cannot be told. */
async function rendererMemory(browser) {
  const session = await browser
    .browser()
    ?.newBrowserCDPSession()
    .catch(() => null);
  if (!session) return null;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => processMemory(id));
  return renderers.filter(Boolean).sort((a, b) => b.rssMB - a.rssMB)[0] ?? null;
}

/** Opens the page, which captions at once, and waits until it has. */
async function visit(browser, url) {
  const page = await browser.newPage();
  const paths = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  await page.goto(url);
  await page.waitForFunction('window.cold', undefined, { timeout: 180_000 });
  const times = await page.evaluate('window.cold');
  const { wasmBytes } = await page.evaluate('window.bench.memory()');
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const memory = await rendererMemory(browser);
  await page.close();
  return { ...times, wasmMB: wasmBytes / 2 ** 20, memory, paths };
}

/**
 * First visit with an empty profile, then a second one in the same: from the navigation to the first caption.
 *
 * @param {string} origin
 * @param {string} photo - Path of the photo.
 */
export async function coldStart(origin, photo) {
  const browser = await openBrowser();
  try {
    const blank = await browser.newPage();
    await blank.goto(`${origin}/blank.html`);
    const before = await rendererMemory(browser);
    await blank.close();
    const url = `${origin}/pages/saccade.html?cold=${encodeURIComponent(photo)}`;
    const empty = await visit(browser, url);
    const warm = await visit(browser, url);
    return {
      empty: { createdMs: empty.createdMs, firstCaptionMs: empty.firstCaptionMs },
      warm: { createdMs: warm.createdMs, firstCaptionMs: warm.firstCaptionMs },
      memory: {
        wasmMB: empty.wasmMB,
        ...(before &&
          empty.memory && {
            blankMB: before.rssMB,
            aboveBlankMB: empty.memory.rssMB - before.rssMB,
            ownAboveBlankMB: empty.memory.ownMB - before.ownMB,
            peakAboveBlankMB: empty.memory.peakMB - before.rssMB,
          }),
      },
      paths: empty.paths,
    };
  } finally {
    await browser.close();
  }
}
