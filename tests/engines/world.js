import { Captioner } from 'saccade';

/**
 * What the cases work on: a captioner of the wanted backend, a photo in several forms, and a picture whose pixels are
 * the same in every browser, because no decoder has touched them.
 */
export async function openWorld(query) {
  const backend = query.get('backend') ?? 'wasm';
  const threads = Number(query.get('threads') ?? 1);
  const model = query.get('model');
  // A software adapter on a busy machine is no reason to fail.
  const timeouts = backend === 'webgpu' ? { runMs: 170_000, sessionMs: 170_000 } : {};
  const options = { backend, threads, timeouts, ...(model ? { model } : {}) };
  const openedAt = performance.now();
  const captioner = await Captioner.create(options);
  const createMs = Math.round(performance.now() - openedAt);
  const photoUrl = '/photos/two-dogs.jpg';
  const blob = await (await fetch(photoUrl)).blob();
  const image = new Image();
  image.src = photoUrl;
  await image.decode();
  const { name, adapter, reason, selfTest } = captioner.backend;
  const facts = {
    userAgent: navigator.userAgent,
    backend: name,
    threads: captioner.backend.threads,
    crossOriginIsolated,
    adapter,
    reason,
    createMs,
    selfTestMaxAbsDiff: selfTest.maxAbsDiff,
    captions: {},
  };
  return {
    Captioner,
    captioner,
    options,
    wanted: { backend, threads },
    blob,
    image,
    photoUrl,
    plain: pattern(),
    facts,
  };
}

/** Deterministic pixels: a sky, a ground and a disc, without a canvas, so that no browser adds noise against tracking. */
function pattern() {
  const [width, height] = [320, 240];
  const pixels = new ImageData(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inDisc = (x - 200) ** 2 + (y - 140) ** 2 < 50 ** 2;
      const [r, g, b] = inDisc
        ? [180, 110, 50]
        : y < 120
          ? [120 + (y >> 2), 160, 220]
          : [60, 120 + ((x * 7 + y * 3) & 31), 50];
      pixels.data.set([r, g, b, 255], 4 * (y * width + x));
    }
  }
  return pixels;
}
