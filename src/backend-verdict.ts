import { VERSION } from './shared/version.ts';
import type { BackendInfo } from './shared/results.ts';
import type { AdapterDescription } from './gpu-adapter.ts';

/** Which backend won on this machine, and by what times. */
export interface Verdict {
  name: 'wasm' | 'webgpu';
  reason: string;
  timings: BackendInfo['timings'];
}

const PREFIX = 'saccade:backend:';

/**
 * Key of a verdict: whatever could turn it. A new package version or adapter measures afresh.
 *
 * @param threads - WASM threads that were asked for.
 */
export function verdictKey(adapter: AdapterDescription, manifestUrl: string, threads: number): string {
  const { vendor, architecture, device, description } = adapter;
  return PREFIX + [VERSION, vendor, architecture, device, description, threads, manifestUrl].join('|');
}

/** @returns The remembered verdict, or null; storage that is refused or holds nonsense counts as none. */
export function recallVerdict(key: string): Verdict | null {
  try {
    const verdict = JSON.parse(localStorage.getItem(key) ?? 'null') as Verdict | null;
    return verdict?.name === 'wasm' || verdict?.name === 'webgpu' ? verdict : null;
  } catch {
    return null;
  }
}

/** Remembers a verdict where storage allows; `null` forgets it. */
export function rememberVerdict(key: string, verdict: Verdict | null): void {
  try {
    if (verdict) localStorage.setItem(key, JSON.stringify(verdict));
    else localStorage.removeItem(key);
  } catch {
    // Private windows and sandboxed frames refuse storage: the next visit measures again.
  }
}

/** Forgets every verdict of this package, all versions. */
export function forgetVerdicts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // As above.
  }
}
