import { Captioner } from './captioner.ts';
import type { CreateOptions } from './shared/options.ts';

let shared: Promise<Captioner> | null = null;

/**
 * The one captioner that elements and observers of a page share, with one worker; made on first use.
 *
 * A captioner that could not be made is forgotten, so the next call tries again. Do not destroy it while others use it.
 *
 * @param options - For `Captioner.create`; they count for the call that makes it. Call this early to set them.
 * @returns The same captioner for every caller.
 * @throws What `Captioner.create` throws.
 * @example
 * await sharedCaptioner({ assetBase: '/assets/saccade/' }); // before the first element comes into view
 */
export function sharedCaptioner(options?: CreateOptions): Promise<Captioner> {
  shared ??= Captioner.create(options).catch((error: unknown) => {
    shared = null;
    throw error;
  });
  return shared;
}
