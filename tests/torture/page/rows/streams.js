import { check, rejects, sameCaption, settles, sleep, wholeCaption } from '../expect.js';
import { captioner, normalCaption, PHOTO } from '../stage.js';

/** All words of a stream, put together. */
export async function read(stream) {
  const texts = [];
  for await (const { text } of stream) texts.push(text);
  return texts.join('');
}

/** Streams that are read, left, cancelled and forgotten. */
export const STREAMS = [
  {
    name: 'abort between the words of a stream',
    gives: 'the reason from stream and result; nothing after it',
    async run() {
      const controller = new AbortController();
      const reason = new Error('at the first word');
      const stream = (await captioner()).captionStreaming(await PHOTO, { beams: 1, signal: controller.signal });
      let words = 0;
      const reading = (async () => {
        for await (const token of stream) {
          if (token) words += 1;
          controller.abort(reason);
        }
      })();
      const [fromStream, fromResult] = await settles(Promise.allSettled([reading, stream.result]));
      if (fromResult.status === 'fulfilled') return 'the caption was ready before the first word was read';
      check(fromResult.reason === reason && fromStream.reason === reason, String(fromStream.reason));
      check(words <= 2, `${words} words after the abort`);
    },
  },
  {
    name: 'stream read to its end',
    gives: "words that make the result's text",
    async run() {
      const stream = (await captioner()).captionStreaming(await PHOTO);
      const text = await settles(read(stream));
      sameCaption(await stream.result, await normalCaption());
      check(text === (await stream.result).text, `streamed "${text}"`);
    },
  },
  {
    name: 'stream left after one word; stream cancelled unread; stream never read',
    gives: 'nothing that hangs; the next call is answered',
    async run() {
      const one = await captioner();
      const photo = await PHOTO;
      const left = one.captionStreaming(photo);
      left.result.catch(() => undefined);
      for await (const token of left) if (token) break;
      const cancelled = one.captionStreaming(photo);
      cancelled.result.catch(() => undefined);
      await settles(cancelled.cancel('not wanted'));
      const unread = one.captionStreaming(photo);
      wholeCaption(await settles(unread.result));
    },
  },
  {
    name: 'stream with bad options and with a bad photo',
    gives: 'bad-option, image-decode from stream and result',
    async run() {
      const one = await captioner();
      for (const [photo, options, code] of [
        [await PHOTO, { beams: 99 }, 'bad-option'],
        [new Blob(['no photo']), {}, 'image-decode'],
      ]) {
        const stream = one.captionStreaming(photo, options);
        const reading = read(stream);
        await rejects(stream.result, code);
        await rejects(reading, code);
      }
    },
  },
  {
    name: 'the page is busy for a second while words arrive',
    gives: 'all words, in order',
    async run() {
      const stream = (await captioner()).captionStreaming(await PHOTO);
      const reading = read(stream);
      await sleep(5);
      for (const until = performance.now() + 1000; performance.now() < until;);
      check((await settles(reading)) === (await stream.result).text, 'words are missing');
    },
  },
];
