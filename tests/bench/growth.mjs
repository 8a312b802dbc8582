import { summarize } from './statistics.mjs';

const MEGAPIXELS = [0.1, 1, 4, 12, 24, 48];
const BEAMS = [1, 2, 3, 5, 8];
const LENGTHS = [1, 2, 4, 8, 12, 16];
const QUEUES = [1, 2, 4, 8, 16, 32];

/**
 * How cost grows with photo size, beam width, caption length and the number of captions asked for at once, on one page.
 *
 * @param {{ call: (method: string, ...args: unknown[]) => Promise<any> }} page - saccade, WASM, 1 thread.
 */
export async function growth(page, { photo, quick, log }) {
  const repeats = quick ? 1 : 5;
  const pick = (values) => (quick ? [values[0], values.at(-1)] : values);
  /** Takes turns through all cases, so that no case has the machine to itself. */
  async function sweep(cases, once) {
    const records = cases.map(() => []);
    for (let round = 0; round < repeats; round += 1) {
      for (const [index, item] of cases.entries()) records[index].push(await once(item));
    }
    return records;
  }
  const median = (records, field) => summarize(records.map((record) => record[field]))?.median ?? null;

  log('  photo sizes');
  const photos = [];
  for (const megapixels of pick(MEGAPIXELS))
    photos.push({ megapixels, ...(await page.call('makePhoto', photo, megapixels)) });
  const bySize = await sweep(photos, ({ url }) => page.call('pulse', url, { beams: 1 }));

  log('  beams');
  const beams = pick(BEAMS);
  const byBeams = await sweep(beams, (count) => page.call('caption', photo, { beams: count }));

  log('  caption length');
  // Sampling hot makes long captions, of which the first words are taken.
  const lengths = pick(LENGTHS);
  const hot = { temperature: 3, seed: 1 };
  const byLength = await sweep(lengths, (maxTokens) => page.call('caption', photo, { ...hot, maxTokens }));

  log('  queue');
  const queues = pick(QUEUES);
  const byQueue = await sweep(queues, (count) => page.call('queue', photo, count, { beams: 1 }));

  return {
    photoSize: photos.map(({ megapixels, width, height, bytes }, index) => ({
      megapixels,
      width,
      height,
      bytes,
      totalMs: median(bySize[index], 'totalMs'),
      longestHoldMs: median(bySize[index], 'longestHoldMs'),
    })),
    beams: beams.map((count, index) => ({
      beams: count,
      totalMs: median(byBeams[index], 'totalMs'),
      decodeMs: median(byBeams[index], 'decodeMs'),
      steps: median(byBeams[index], 'steps'),
    })),
    length: lengths.map((maxTokens, index) => ({
      maxTokens,
      steps: median(byLength[index], 'steps'),
      decodeMs: median(byLength[index], 'decodeMs'),
      totalMs: median(byLength[index], 'totalMs'),
    })),
    queue: queues.map((count, index) => {
      const totalMs = median(byQueue[index], 'totalMs');
      return { count, totalMs, eachMs: totalMs / count };
    }),
  };
}
