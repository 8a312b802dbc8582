import { assetUrls } from './asset-urls.ts';
import { forgetVerdicts } from './backend-verdict.ts';
import { probeGpu } from './gpu-adapter.ts';
import { CACHE_NAME, CACHE_PREFIX, completeKey, downloadLockName } from './shared/cache-layout.ts';
import type { AvailabilityOptions } from './shared/options.ts';

/**
 * Whether `create` could run here and what it would download, in the words of the W3C built-in AI APIs.
 *
 * `unavailable`: no captioner can be made here. `downloadable`: runtime and model have to be fetched. `downloading`:
 * this page or another tab of the site is fetching them. `available`: they are in the cache, verified.
 */
export type Availability = 'unavailable' | 'downloadable' | 'downloading' | 'available';

/** See {@link Captioner.availability}. Never rejects because storage is refused. */
export async function availability(options: AvailabilityOptions): Promise<Availability> {
  if (typeof WebAssembly !== 'object') return 'unavailable';
  if (options.backend === 'webgpu' && !(await probeGpu()).adapter) return 'unavailable';
  const { manifest, runtime } = assetUrls(options.backend === 'webgpu' ? 'webgpu' : 'wasm', options);
  try {
    // In this order: a download that ends in between is complete.
    const downloading = await isDownloading(manifest);
    if (await isComplete(manifest, runtime)) return 'available';
    if (downloading) return 'downloading';
  } catch {
    // Refused storage and locks: then nothing is kept, and the next visit downloads again.
  }
  return 'downloadable';
}

/** See {@link Captioner.deleteCache}. */
export async function deleteCache(): Promise<boolean> {
  forgetVerdicts();
  if (typeof caches === 'undefined') return false;
  try {
    const names = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX));
    return (await Promise.all(names.map((name) => caches.delete(name)))).includes(true);
  } catch {
    return false;
  }
}

async function isComplete(manifestUrl: string, runtimeUrl: string): Promise<boolean> {
  // `has` first: `open` would make the cache.
  if (typeof caches === 'undefined' || !(await caches.has(CACHE_NAME))) return false;
  const cache = await caches.open(CACHE_NAME);
  return (await cache.match(completeKey(manifestUrl, runtimeUrl))) !== undefined;
}

async function isDownloading(manifestUrl: string): Promise<boolean> {
  const { locks } = navigator as { locks?: LockManager };
  const held = (await locks?.query())?.held ?? [];
  return held.some(({ name }) => name === downloadLockName(manifestUrl));
}
