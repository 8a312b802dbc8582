import { openTortureServer } from './server.mjs';

/** A page that has said nothing for so long has died or hangs. */
const SILENCE_MS = 400_000;

/**
 * Runs the rows of page/rows/ in one page of a browser.
 *
 * @param {{ name: string, open: (url: string) => Promise<{ close: () => Promise<void> }> }} engine
 * @param {{ quick?: boolean, only?: string }} settings
 * @param {import('./table.mjs').Table} table
 * @returns {Promise<string>} The caption of the photo that every row must leave as it is.
 */
export async function runTable(engine, { quick, only }, table) {
  const server = await openTortureServer();
  const query = new URLSearchParams({ engine: engine.name, ...(quick && { quick: '' }), ...(only && { only }) });
  let current = { name: 'the page opens', group: 'life' };
  let normalText = '';
  let silence;
  let fail;
  const finished = new Promise((resolve) => {
    fail = (error) => {
      table.add({ engine: engine.name, gives: 'a report', ...current, passed: false, error, ms: 0 });
      resolve();
    };
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(fail, SILENCE_MS, `nothing from the page for ${SILENCE_MS / 1000} s: it hangs or has died`);
    };
    listen();
    server.onReport((message) => {
      listen();
      if (message.fatal) fail(`no captioner: ${message.fatal} ${message.remedy ?? ''}`);
      else if (message.begins) current = { name: message.begins, group: message.group };
      else if (message.done) resolve((normalText = message.normalText));
      else table.add({ engine: engine.name, ...message });
    });
  });
  const opening = engine.open(`${server.origin}/torture/index.html?${query}`);
  opening.catch((error) => fail(`the browser did not open the page: ${error?.message ?? String(error)}`));
  await finished;
  clearTimeout(silence);
  await opening.then(({ close }) => close()).catch(() => undefined);
  await server.close();
  return normalText;
}
