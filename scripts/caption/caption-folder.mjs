import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PhotoCaptioner } from './photo-captioner.mjs';

const PHOTO = /\.(jpe?g|png)$/i;
const MIB = 2 ** 20;

/** Names of the JPEG and PNG files in a folder, in order of name. */
export async function photoNames(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && PHOTO.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** One line that says how far a run is: rewritten in place on a terminal, now and then elsewhere. */
function showProgress(done, total, startedAt, failures) {
  const seconds = (performance.now() - startedAt) / 1000;
  const left = Math.round((seconds / done) * (total - done));
  const line = `${done}/${total} photos, ${failures} failed, ${(done / seconds).toFixed(1)}/s, ${left} s left`;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else if (done % 50 === 0 || done === total) process.stderr.write(`${line}\n`);
}

/**
 * Captions every photo of a folder with the built SDK and writes the result as JSON, entry by entry.
 *
 * @param {object} settings
 * @param {string} settings.images - Folder.
 * @param {string} settings.out - File; appears when the run is complete, `<out>.part` until then.
 * @param {object} settings.options - Options of `Captioner.caption`.
 * @param {'wasm' | 'webgpu'} settings.backend
 * @param {string} [settings.model] - Folder of a model pack.
 * @param {number} [settings.limit] - At most so many photos.
 * @param {boolean} [settings.alt] - Adds each photo's alt text decision.
 */
export async function captionFolder({ images, out, options, backend, model, limit = Infinity, alt = false }) {
  const names = (await photoNames(images)).slice(0, limit);
  if (names.length === 0) throw new Error(`${images} holds no .jpg, .jpeg or .png file.`);
  const captioner = await PhotoCaptioner.open({ images, model, backend });
  try {
    const { backend: ran, model: loaded } = captioner.loaded;
    console.error(`${loaded.name} ${loaded.version} on ${ran.name}, ${ran.threads} thread(s): ${ran.reason}`);
    await mkdir(dirname(out), { recursive: true });
    const file = createWriteStream(`${out}.part`);
    const heapBefore = await captioner.heapBytes();
    const startedAt = performance.now();
    const sums = { encodeMs: 0, decodeMs: 0, captioned: 0 };
    let failures = 0;
    for (const [index, name] of names.entries()) {
      const { entry, timings } = await captioner.caption(name, options, alt);
      if (timings) {
        sums.encodeMs += timings.encodeMs;
        sums.decodeMs += timings.decodeMs;
        sums.captioned += 1;
      } else failures += 1;
      const text = `${index === 0 ? '{' : ','}\n${JSON.stringify(name)}: ${JSON.stringify(entry)}`;
      if (!file.write(text)) await once(file, 'drain');
      showProgress(index + 1, names.length, startedAt, failures);
    }
    file.end('\n}\n');
    await once(file, 'finish');
    await rename(`${out}.part`, out);
    const grown = ((await captioner.heapBytes()) - heapBefore) / MIB;
    const mean = (ms) => (ms / Math.max(1, sums.captioned)).toFixed(0);
    console.error(`\nencoder ${mean(sums.encodeMs)} ms, decoder ${mean(sums.decodeMs)} ms a photo on average`);
    console.error(`the page's heap grew by ${grown.toFixed(1)} MiB; wrote ${out}`);
    return { photos: names.length, failures, heapGrowthMiB: grown };
  } finally {
    await captioner.close();
  }
}
