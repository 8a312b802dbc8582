import { describe, expect, it } from 'vitest';
import { Progress } from '../../../../worker/assets/progress.ts';

describe('Progress', () => {
  it('begins with 0, ends with 1, never falls and never passes 1', () => {
    const seen: number[] = [];
    const progress = new Progress(100, (fraction) => seen.push(fraction));
    progress.set('a', 30);
    progress.set('a', 10);
    progress.set('b', 40);
    progress.set('a', 900);
    progress.done();
    progress.done();
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect(seen.filter((fraction) => fraction === 1)).toHaveLength(1);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('reports at most about a hundred numbers however many bytes arrive', () => {
    let reports = 0;
    const progress = new Progress(1e6, () => reports++);
    for (let bytes = 0; bytes <= 1e6; bytes += 10) progress.set('a', bytes);
    progress.done();
    expect(reports).toBeLessThanOrEqual(102);
  });
});
