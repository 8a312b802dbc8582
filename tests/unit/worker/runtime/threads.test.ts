import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseThreads } from '../../../../worker/runtime/threads.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function page(crossOriginIsolated: boolean, hardwareConcurrency: number): void {
  vi.stubGlobal('crossOriginIsolated', crossOriginIsolated);
  vi.stubGlobal('navigator', { hardwareConcurrency });
}

describe('chooseThreads', () => {
  it('gives what was asked for where the page is isolated and has the cores', () => {
    page(true, 8);
    expect(chooseThreads(4)).toEqual({ threads: 4, reason: '' });
    expect(chooseThreads(1)).toEqual({ threads: 1, reason: '' });
  });

  it('gives one thread and the reason where the page is not isolated', () => {
    page(false, 8);
    expect(chooseThreads(4)).toEqual({ threads: 1, reason: expect.stringContaining('COOP') as string });
    expect(chooseThreads(1).reason).toBe('');
  });

  it('gives no more threads than there are cores, and says so', () => {
    page(true, 2);
    expect(chooseThreads(4)).toEqual({
      threads: 2,
      reason: expect.stringContaining('2 threads instead of 4') as string,
    });
  });
});
