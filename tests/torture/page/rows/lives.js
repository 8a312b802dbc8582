import { Captioner } from 'saccade';
import { check, rejects, sameCaption, settles, sleep } from '../expect.js';
import { createCaptioner, normalCaption, PHOTO } from '../stage.js';

/** Runs `test` with a captioner and a function that ends its worker from outside, without a word to anybody. */
async function withWorker(test, options) {
  const started = [];
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(...args) {
      super(...args);
      started.push(this);
    }
  };
  let captioner;
  try {
    captioner = await createCaptioner(options);
    await test(captioner, () => started.at(-1).terminate());
  } finally {
    globalThis.Worker = Original;
    captioner?.destroy();
  }
}

/** A worker that runs its script with a hook before it; the hook obeys messages on a channel. */
const hooked = (name) => new URL(`/hooked/${name}.js`, location.href).href;
const order = (what) => new BroadcastChannel('torture').postMessage(what);

/** Workers and pages that end, hang and come back. */
export const LIVES = [
  {
    name: 'worker terminated from outside in mid-caption',
    gives: 'worker-crashed or timeout; the next call gets a new worker',
    run: () =>
      withWorker(
        async (captioner, terminate) => {
          const photo = await PHOTO;
          let lost = 0;
          // A worker that ends before it was sent anything is replaced without a word: try other moments.
          for (let ms = 5; ms < 100 && lost === 0; ms += 10) {
            const calls = Array.from({ length: 5 }, () => captioner.caption(photo, { beams: 8, maxTokens: 64 }));
            await sleep(ms);
            terminate();
            for (const call of calls) {
              const outcome = await settles(
                call.catch((error) => error),
                'the call',
                30_000,
              );
              if (!(outcome instanceof Error)) continue;
              await rejects(Promise.reject(outcome), ['worker-crashed', 'timeout']);
              lost += 1;
            }
          }
          check(lost > 0, 'no call noticed');
          await normalCaption(captioner);
        },
        { timeouts: { runMs: 10_000 } },
      ),
  },
  {
    name: 'worker terminated from outside between two captions',
    gives: 'the next call is answered, or rejects typed and the one after it is answered',
    run: () =>
      withWorker(
        async (captioner, terminate) => {
          terminate();
          await sleep(50);
          const outcome = await settles(
            captioner.caption(await PHOTO).catch((error) => error),
            'the call',
            30_000,
          );
          if (outcome instanceof Error) await rejects(Promise.reject(outcome), ['worker-crashed', 'timeout']);
          await normalCaption(captioner);
        },
        { timeouts: { runMs: 10_000 } },
      ),
  },
  {
    name: 'worker terminated three times; a view lives through it',
    gives: 'the view gives the same caption',
    run: () =>
      withWorker(
        async (captioner, terminate) => {
          const view = await captioner.look(await PHOTO);
          const before = await view.caption();
          for (let i = 0; i < 3; i++) {
            terminate();
            await settles(captioner.caption(await PHOTO).catch(() => undefined));
            sameCaption(await view.caption(), before);
          }
        },
        { timeouts: { runMs: 10_000 } },
      ),
  },
  ...['throw', 'reject', 'close', 'spin', 'flood'].map((what) => ({
    name: `worker: ${{ throw: 'an error nobody catches', reject: 'a rejection nobody catches', close: 'closes itself', spin: 'runs for ever', flood: 'sends nonsense' }[what]}`,
    gives: 'a caption or a typed error; the next call is answered',
    async run() {
      const captioner = await createCaptioner({ workerUrl: hooked('worker'), timeouts: { runMs: 10_000 } });
      try {
        const call = captioner.caption(await PHOTO, { beams: 8, maxTokens: 64 });
        order(what);
        await sleep(100);
        const calls = [call, captioner.caption(await PHOTO)];
        for (const waiting of calls) {
          const outcome = await settles(
            waiting.catch((error) => error),
            'the call',
            30_000,
          );
          if (outcome instanceof Error) await rejects(Promise.reject(outcome), ['worker-crashed', 'timeout']);
        }
        await normalCaption(captioner);
      } finally {
        captioner.destroy();
      }
    },
  })),
  {
    name: 'worker that never says a word',
    gives: 'timeout, stage start',
    run: async () =>
      void (await rejects(createCaptioner({ workerUrl: hooked('silent'), timeouts: { startMs: 2000 } }), 'timeout', {
        details: { stage: 'start' },
      })),
  },
  {
    name: 'webgpu asked for by name where there is none',
    gives: 'webgpu-unavailable with the reason; wasm goes on',
    async run() {
      if (await navigator.gpu?.requestAdapter()) return 'there is an adapter here';
      await rejects(createCaptioner({ backend: 'webgpu' }), 'webgpu-unavailable', {
        details: { reason: (r) => r.length > 5 },
      });
      check((await Captioner.availability({ backend: 'webgpu' })) === 'unavailable', 'called available');
    },
  },
  {
    name: 'backend: auto',
    gives: 'a backend with its reason and a passed self-test',
    async run() {
      const captioner = await settles(createCaptioner({ backend: 'auto' }));
      const { name, reason, selfTest, threads } = captioner.backend;
      check(['wasm', 'webgpu'].includes(name) && reason.length > 10 && threads >= 1, JSON.stringify(captioner.backend));
      check(selfTest.passed && selfTest.maxAbsDiff < 0.01, JSON.stringify(selfTest));
      await normalCaption(captioner).finally(() => captioner.destroy());
    },
  },
  {
    name: 'threads: 2 without cross-origin isolation',
    gives: 'one thread, and the reason',
    async run() {
      if (globalThis.crossOriginIsolated) return 'this page is isolated';
      const captioner = await settles(createCaptioner({ threads: 2 }));
      const { threads, reason } = captioner.backend;
      captioner.destroy();
      check(threads === 1 && /isolat/i.test(reason), `${threads} threads: ${reason}`);
    },
  },
  {
    name: 'saccade/inline',
    gives: 'the same caption',
    async run() {
      const inline = await import('saccade/inline');
      const captioner = await inline.Captioner.create({ backend: 'wasm', model: '/fixtures/tiny-pack/' });
      await normalCaption(captioner).finally(() => captioner.destroy());
    },
  },
  {
    name: 'captioner of an iframe that is removed in mid-caption',
    gives: "nothing that hangs this page's captioner",
    async run() {
      const frame = document.createElement('iframe');
      frame.src = '/torture/bare.html';
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener('load', resolve));
      const started = frame.contentWindow.captionForEver?.();
      await settles(started);
      frame.remove();
      await normalCaption();
    },
  },
];
