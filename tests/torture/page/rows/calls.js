import { check, rejection, rejects, sameCaption, settles, wholeCaption } from '../expect.js';
import { read } from './streams.js';
import { canvasOf, sceneColor } from '../makers/scene.js';
import { captioner, createCaptioner, normalCaption, PHOTO } from '../stage.js';

const isReason = async (promise, reason) => {
  const error = await rejection(promise);
  check(error === reason, `rejected with ${String(error)} instead of the signal's reason`);
};

/** Several calls, aborts, views and the end, in every order. */
export const CALLS = [
  {
    name: '100 calls at once',
    gives: 'answers in the order of the calls, each right',
    async run() {
      const one = await captioner();
      const photo = await PHOTO;
      const order = [];
      const captions = await Promise.all(
        Array.from({ length: 100 }, async (_, i) => {
          const caption = await one.caption(photo, { beams: 1 + (i % 3) });
          order.push(i);
          return caption;
        }),
      );
      check(
        order.every((i, place) => i === place),
        `answered in the order ${order.slice(0, 12).join()}...`,
      );
      captions.forEach((caption, i) => sameCaption(caption, captions[i % 3]));
    },
  },
  {
    name: 'signal that has aborted already',
    gives: 'its reason, before anything is read',
    async run() {
      const reason = { mine: true };
      await isReason((await captioner()).caption(await PHOTO, { signal: AbortSignal.abort(reason) }), reason);
      await isReason(createCaptioner({ signal: AbortSignal.abort(reason) }), reason);
    },
  },
  {
    name: 'AbortSignal.timeout',
    gives: 'DOMException TimeoutError',
    async run() {
      const one = await captioner();
      const photo = await PHOTO;
      const calls = Array.from({ length: 40 }, () => one.caption(photo, { beams: 8, signal: AbortSignal.timeout(1) }));
      const results = await settles(Promise.allSettled(calls));
      const { reason } = results.at(-1);
      check(reason instanceof DOMException && reason.name === 'TimeoutError', `rejected with ${String(reason)}`);
    },
  },
  {
    name: 'one of ten waiting calls aborted',
    gives: 'its reason at once; the other nine are answered',
    async run() {
      const one = await captioner();
      const photo = await PHOTO;
      const controller = new AbortController();
      const calls = Array.from({ length: 10 }, (_, i) =>
        one.caption(photo, i === 7 ? { signal: controller.signal } : {}),
      );
      controller.abort('changed my mind');
      const results = await settles(Promise.allSettled(calls));
      check(results[7].reason === 'changed my mind', `rejected with ${String(results[7].reason)}`);
      const answered = results.filter(({ status }) => status === 'fulfilled');
      check(answered.length === 9, `${answered.length} answered`);
      answered.forEach(({ value }) => sameCaption(value, answered[0].value));
    },
  },
  {
    name: 'abort after 0, 1, 2, ... 40 ms',
    gives: 'the reason or the caption, never anything else',
    async run() {
      const one = await captioner();
      const photo = await PHOTO;
      for (let ms = 0; ms <= 40; ms += 2) {
        const controller = new AbortController();
        const reason = new Error(`after ${ms} ms`);
        const call = one.caption(photo, { beams: 8, maxTokens: 64, signal: controller.signal });
        setTimeout(() => controller.abort(reason), ms);
        const outcome = await settles(call.then(wholeCaption, (error) => error));
        check(outcome === reason || outcome.text !== undefined, `rejected with ${String(outcome)}`);
      }
      await normalCaption();
    },
  },
  {
    name: 'a bad photo between two good ones',
    gives: 'image-decode in the middle; the two captions are right',
    async run() {
      const one = await captioner();
      const photo = await PHOTO;
      const calls = [one.caption(photo), one.caption(new Blob(['no'])), one.caption(photo)];
      const [first, second, third] = await settles(Promise.allSettled(calls));
      check(second.reason?.code === 'image-decode', `rejected with ${String(second.reason)}`);
      sameCaption(third.value, first.value);
    },
  },
  {
    name: 'canvas drawn over after the call',
    gives: 'a caption of one of the two pictures, whole',
    async run() {
      const canvas = canvasOf({ width: 64, height: 64 }, sceneColor);
      const call = (await captioner()).caption(canvas);
      canvas.getContext('2d').fillRect(0, 0, 64, 64);
      canvas.width = 8;
      wholeCaption(await settles(call));
    },
  },
  {
    name: 'view: two captions, then dispose, twice, then a call',
    gives: 'the same captions as without a view; then destroyed',
    async run() {
      const view = await (await captioner()).look(await PHOTO);
      sameCaption(await view.caption(), await normalCaption());
      sameCaption(await view.caption(), await normalCaption());
      view.dispose();
      view.dispose();
      await rejects(view.caption(), 'destroyed');
      await rejects(view.captionStreaming().result, 'destroyed');
    },
  },
  {
    name: 'destroy() with 20 calls waiting, then twice more',
    gives: 'destroyed from each, within seconds',
    async run() {
      const one = await createCaptioner();
      const photo = await PHOTO;
      const view = await one.look(photo);
      const calls = Array.from({ length: 20 }, () => one.caption(photo, { beams: 8 }));
      const stream = one.captionStreaming(photo);
      const waiting = [
        ...calls,
        stream.result,
        read(stream),
        one.align(photo, 'a dog'),
        one.look(photo),
        view.caption(),
      ];
      one.destroy();
      one.destroy();
      for (const call of waiting) await rejects(call, 'destroyed', { withinMs: 5000 });
      await rejects(one.caption(photo), 'destroyed', { withinMs: 5000 });
      await rejects(one.memory(), 'destroyed', { withinMs: 5000 });
      one.destroy();
    },
  },
  {
    name: 'create() aborted after 0, 50, 200, 500 ms',
    gives: 'the reason or a captioner, and nothing left behind',
    async run() {
      for (const ms of [0, 50, 200, 500]) {
        const reason = new Error(`after ${ms} ms`);
        const controller = new AbortController();
        setTimeout(() => controller.abort(reason), ms);
        const outcome = await settles(createCaptioner({ signal: controller.signal }).catch((error) => error));
        if (outcome !== reason) await outcome.caption(await PHOTO).finally(() => outcome.destroy());
      }
    },
  },
  {
    name: 'three captioners at once, calls interleaved, ended in turn',
    gives: 'the same caption from each',
    async run() {
      const three = await settles(Promise.all([1, 2, 3].map(() => createCaptioner())));
      const photo = await PHOTO;
      const captions = await Promise.all([...three, ...three].map((one) => one.caption(photo)));
      captions.forEach((caption) => sameCaption(caption, captions[0]));
      three[0].destroy();
      sameCaption(await settles(three[1].caption(photo)), captions[0]);
      three[1].destroy();
      three[2].destroy();
    },
  },
  {
    name: 'create and destroy, ten times',
    gives: 'a captioner each time',
    slow: true,
    async run() {
      for (let i = 0; i < 10; i++) {
        const one = await settles(createCaptioner());
        await normalCaption(one);
        one.destroy();
      }
    },
  },
];
