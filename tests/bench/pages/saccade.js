// What the benchmark asks of a page with saccade. Everything is timed here, from the call to its answer.
import { Captioner } from 'saccade';

let captioner;
const photos = new Map();

/** Photo as bytes of a file, as a page has it after a file input or a fetch. */
async function bytesOf(url) {
  if (!photos.has(url)) photos.set(url, await (await fetch(url)).arrayBuffer());
  return photos.get(url);
}

/** Longest time in milliseconds between two turns of the main thread's event loop while `work` is under way. */
async function longestHold(work) {
  let longest = 0;
  let last = performance.now();
  let running = true;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) port2.postMessage(0);
  };
  port2.postMessage(0);
  await work;
  running = false;
  return longest;
}

window.bench = {
  async open(options) {
    captioner = await Captioner.create(options);
    const { name, threads, adapter, reason } = captioner.backend;
    return { name, threads, adapter, reason, model: `${captioner.model.name} ${captioner.model.version}` };
  },

  /** One caption: photo bytes in, caption out. */
  async caption(url, options) {
    const bytes = await bytesOf(url);
    const startedAt = performance.now();
    const caption = await captioner.caption(bytes, options);
    const totalMs = performance.now() - startedAt;
    const { preprocessMs, encodeMs, decodeMs, steps } = caption.timings;
    // The end is a token, too: the model has to say it, and a step is spent on it.
    const tokens = caption.tokens.length + (caption.complete ? 1 : 0);
    return { totalMs, preprocessMs, encodeMs, decodeMs, steps, tokens, text: caption.text };
  },

  /** Photo bytes in, first streamed word out. */
  async firstToken(url, options) {
    const bytes = await bytesOf(url);
    const startedAt = performance.now();
    const stream = captioner.captionStreaming(bytes, options);
    let firstTokenMs = null;
    for await (const token of stream) firstTokenMs ??= token && performance.now() - startedAt;
    return { firstTokenMs };
  },

  /** A caption while the main thread's pulse is taken. */
  async pulse(url, options) {
    const bytes = await bytesOf(url);
    const startedAt = performance.now();
    const longestHoldMs = await longestHold(captioner.caption(bytes, options));
    return { totalMs: performance.now() - startedAt, longestHoldMs };
  },

  /** Several captions asked for at once; time until the last one is there. */
  async queue(url, count, options) {
    const bytes = await bytesOf(url);
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: count }, () => captioner.caption(bytes, options)));
    return { totalMs: performance.now() - startedAt };
  },

  memory: () => captioner.memory(),

  /** A JPEG of about so many megapixels, 4 : 3, made of a photo and noise. @returns Its address and size. */
  async makePhoto(url, megapixels) {
    const bitmap = await createImageBitmap(new Blob([await bytesOf(url)]));
    const width = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
    const height = Math.round((width * 3) / 4);
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, width, height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
    const name = `made:${megapixels}`;
    photos.set(name, await blob.arrayBuffer());
    return { url: name, width, height, bytes: blob.size };
  },
};

// A cold start: everything from the navigation to the first caption.
const query = new URLSearchParams(location.search);
if (query.has('cold')) {
  const photo = await bytesOf(query.get('cold'));
  captioner = await Captioner.create({ backend: 'wasm' });
  const createdMs = performance.now();
  await captioner.caption(photo, { beams: 1 });
  window.cold = { createdMs, firstCaptionMs: performance.now() };
}
