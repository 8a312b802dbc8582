import { beforeAll, describe, expect, test } from 'vitest';
import { DownloadProgress } from '../../../src/create-monitor.ts';

beforeAll(() => {
  // Node has no ProgressEvent.
  globalThis.ProgressEvent ??= class extends Event {
    loaded: number;
    total: number;
    constructor(type: string, init: { loaded: number; total: number }) {
      super(type);
      this.loaded = init.loaded;
      this.total = init.total;
    }
  } as unknown as typeof ProgressEvent;
});

function record(fractions: readonly number[]): number[] {
  const loaded: number[] = [];
  const progress = new DownloadProgress((monitor) => {
    monitor.addEventListener('downloadprogress', (event) => loaded.push(event.loaded));
  });
  for (const fraction of fractions) progress.report(fraction);
  return loaded;
}

describe('DownloadProgress', () => {
  test('begins with 0 and passes on rising fractions up to 1', () => {
    expect(record([0.25, 0.5, 1])).toEqual([0, 0.25, 0.5, 1]);
  });

  test('never falls, never repeats itself and never passes 1', () => {
    expect(record([0.5, 0.2, 0.5, 0.7, 1.3, 1, 0])).toEqual([0, 0.5, 0.7, 1]);
  });

  test('ignores what is not a number', () => {
    expect(record([NaN, 0.5])).toEqual([0, 0.5]);
  });

  test('works without a monitor', () => {
    expect(() => {
      new DownloadProgress(undefined).report(0.5);
    }).not.toThrow();
  });
});
