const STAGE = '/torture/stage.html';

/** CPU time of one frame at 60 a second. What a busy machine does meanwhile is not in it. */
const FRAME_MS = 1000 / 60;

/** Tasks of the page's own thread while `act` runs, by the CPU time that each took, longest first. */
async function tasksDuring(protocol, act) {
  const events = [];
  protocol.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await protocol.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  await act();
  const complete = new Promise((resolve) => protocol.once('Tracing.tracingComplete', resolve));
  await protocol.send('Tracing.end');
  await complete;
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  // The page says which of the renderers is its own.
  const own = events.find(({ name, args }) => name === 'TimeStamp' && args.data?.message === 'the captions begin');
  return events
    .filter(({ name, pid, tid }) => /RunTask$/.test(name) && pid === own?.pid && main.has(`${pid} ${tid}`))
    .filter(({ tdur, ts }) => tdur !== undefined && ts >= own.ts)
    .map(({ tdur, dur }) => ({ cpuMs: tdur / 1000, wallMs: dur / 1000 }))
    .sort((a, b) => b.cpuMs - a.cpuMs);
}

/** What the page's own thread does while the worker captions. */
export const MAIN_THREAD = [
  {
    name: 'a photo file of 12 megapixels captioned three times, and once more as an element; traced',
    group: 'life',
    gives: 'no task of the page takes longer than a frame (16.7 ms of CPU)',
    async run(stage) {
      const server = await stage.server();
      const browser = await stage.chromium();
      const page = await stage.page(browser, server.origin + STAGE);
      await stage.assertNormal(page);
      await page.evaluate(async () => {
        const { blockJpeg } = await import('/torture/makers/jpeg.js');
        const bytes = blockJpeg(4000, 3000, (x, y) => [(x * 3 + y * 5) % 256, 120, 140]);
        globalThis.file = new File([bytes], 'photo.jpg', { type: 'image/jpeg' });
        globalThis.element = Object.assign(new Image(), { src: URL.createObjectURL(globalThis.file) });
        await globalThis.element.decode();
        globalThis.one = await globalThis.stage.captioner();
        await globalThis.one.caption(globalThis.file);
      });
      const tasks = await tasksDuring(await browser.newCDPSession(page), () =>
        page.evaluate(async () => {
          console.timeStamp('the captions begin');
          for (const photo of [globalThis.file, globalThis.file, globalThis.file, globalThis.element]) {
            await globalThis.one.caption(photo);
          }
        }),
      );
      stage.assert(tasks.length > 10, `only ${tasks.length} tasks were traced`);
      const [{ cpuMs, wallMs }] = tasks;
      console.log(
        `          longest of ${tasks.length} tasks: ${cpuMs.toFixed(1)} ms of CPU (${wallMs.toFixed(1)} ms on the clock)`,
      );
      stage.assert(cpuMs < FRAME_MS, `a task took ${cpuMs.toFixed(1)} ms of CPU`);
      await stage.assertNormal(page);
    },
  },
];
