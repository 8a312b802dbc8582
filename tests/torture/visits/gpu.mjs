import { execFileSync } from 'node:child_process';

const STAGE = '/torture/stage.html';

/** Opens a page with a software GPU, and a captioner on it whose worker obeys orders. */
async function openOnGpu(stage) {
  const server = await stage.server();
  const browser = await stage.chromium({ webgpu: true });
  const page = await stage.page(browser, server.origin + STAGE);
  const adapter = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  if (!adapter) return { skipped: 'no WebGPU adapter here, not even a software one' };
  await page.evaluate(async () => {
    const { createCaptioner } = globalThis.stage;
    const workerUrl = new URL('/hooked/worker-webgpu.js', location.href).href;
    globalThis.captioner = await createCaptioner({
      backend: 'webgpu',
      workerUrl,
      timeouts: { sessionMs: 300_000, runMs: 200_000 },
    });
    globalThis.changes = [];
    globalThis.captioner.addEventListener('backendchange', () =>
      globalThis.changes.push(globalThis.captioner.backend.name),
    );
    globalThis.order = (what) => new BroadcastChannel('torture').postMessage(what);
    globalThis.onGpu = async (options) => {
      const { settles, PHOTO } = globalThis.stage;
      return (await settles(globalThis.captioner.caption(await PHOTO, options), 'a caption on the GPU', 300_000)).text;
    };
  });
  return { page, browser };
}

/** GPUs that go away. On a software adapter; real ones are listed as untested in docs/robustness.md. */
/** Kills the GPU processes among this process's descendants (chrome://gpucrash does nothing in a headless browser). */
function killGpuProcesses() {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const processes = rows.map((row) => row.trim().match(/^(\d+)\s+(\d+)\s+(.*)$/)).filter(Boolean);
  const parents = new Map(processes.map(([, pid, parent]) => [pid, parent]));
  const isOurs = (pid) => pid !== undefined && (pid === String(process.pid) || isOurs(parents.get(pid)));
  const gpu = processes.filter(([, pid, , command]) => command.includes('--type=gpu-process') && isOurs(pid));
  for (const [, pid] of gpu) process.kill(Number(pid), 'SIGKILL');
  return gpu.length;
}

export const GPU = [
  {
    name: 'webgpu by name, on a software adapter',
    group: 'life',
    gives: 'the words that WASM says; self-test passed',
    async run(stage) {
      const { page, skipped } = await openOnGpu(stage);
      if (skipped) return skipped;
      const text = await page.evaluate(() => globalThis.onGpu());
      const backend = await page.evaluate(() => globalThis.captioner.backend);
      stage.assert(backend.name === 'webgpu' && backend.selfTest.passed, JSON.stringify(backend));
      stage.assert(backend.adapter.isFallback === true, JSON.stringify(backend.adapter));
      stage.assert(text === (await stage.assertNormal(page)), `"${text}"`);
    },
  },
  {
    name: 'device.destroy() between two captions, and in mid-caption',
    group: 'life',
    gives: 'the same words, on a fresh device or on WASM; backendchange says so',
    async run(stage) {
      const { page, skipped } = await openOnGpu(stage);
      if (skipped) return skipped;
      const before = await page.evaluate(() => globalThis.onGpu());
      const between = await page.evaluate(async () => {
        globalThis.order('destroy-device');
        await globalThis.stage.sleep(300);
        return globalThis.onGpu();
      });
      stage.assert(between === before, `"${between}" instead of "${before}"`);
      const during = await page.evaluate(async () => {
        const call = globalThis.onGpu({ beams: 3 });
        await globalThis.stage.sleep(150);
        globalThis.order('destroy-device');
        return call;
      });
      const calm = await page.evaluate(() => globalThis.onGpu({ beams: 3 }));
      stage.assert(during === calm, `"${during}" instead of "${calm}"`);
      const changes = await page.evaluate(() => globalThis.changes);
      stage.assert(changes.length >= 1, 'no backendchange');
      await stage.assertNormal(page);
    },
  },
  {
    name: 'GPU process crashes',
    group: 'life',
    slow: true,
    gives: 'the same words; the page lives on',
    async run(stage) {
      const { page, skipped } = await openOnGpu(stage);
      if (skipped) return skipped;
      const before = await page.evaluate(() => globalThis.onGpu());
      stage.assert(killGpuProcesses() > 0, 'no GPU process was found to kill');
      const changes = () => page.evaluate(() => globalThis.changes);
      const after = await page.evaluate(() => globalThis.onGpu());
      stage.assert(after === before, `"${after}" instead of "${before}"`);
      stage.assert((await changes()).length >= 1, 'no backendchange: did the process crash at all?');
      await stage.assertNormal(page);
    },
  },
  {
    name: 'webgpu worker ends itself in mid-caption',
    group: 'life',
    slow: true,
    gives: 'worker-crashed, or the caption; the next call is answered',
    async run(stage) {
      const { page, skipped } = await openOnGpu(stage);
      if (skipped) return skipped;
      const outcome = await page.evaluate(async () => {
        const call = globalThis.onGpu().catch((error) => error.code ?? String(error));
        globalThis.order('close');
        return call;
      });
      const text = await page.evaluate(() => globalThis.onGpu());
      stage.assert(['worker-crashed', 'timeout', text].includes(outcome), outcome);
      stage.assert(text === (await stage.assertNormal(page)), `"${text}"`);
    },
  },
];
