/** More than this many threads do not speed this kind of model up. */
const MOST = 8;

/**
 * How many WASM threads to use, and why not as many as were asked for.
 *
 * @param asked - Integer >= 1.
 * @returns `threads`, and a sentence where they are fewer than asked; an empty string otherwise.
 */
export function chooseThreads(asked: number): { threads: number; reason: string } {
  if (asked <= 1) return { threads: 1, reason: '' };
  if (!globalThis.crossOriginIsolated) {
    return {
      threads: 1,
      reason: `One thread instead of ${asked}: the page is not cross-origin isolated (COOP and COEP headers).`,
    };
  }
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  const threads = Math.min(asked, cores, MOST);
  return {
    threads,
    reason: threads < asked ? `${threads} threads instead of ${asked}: as many cores as there are.` : '',
  };
}
