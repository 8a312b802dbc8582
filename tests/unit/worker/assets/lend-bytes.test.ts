import { afterEach, describe, expect, it } from 'vitest';
import { endLending, lendBytes } from '../../../../worker/assets/lend-bytes.ts';

describe('lendBytes', () => {
  afterEach(endLending);

  it('copies, into one buffer again and again', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const first = lendBytes(bytes.subarray(1));
    expect([...first]).toEqual([2, 3]);
    expect(first.buffer).not.toBe(bytes.buffer);
    const second = lendBytes(Uint8Array.of(4));
    expect([...second]).toEqual([4]);
    expect(second.buffer).toBe(first.buffer);
    endLending();
    expect(lendBytes(bytes).buffer).not.toBe(first.buffer);
  });

  it('takes more than usual', () => {
    const many = new Uint8Array(2 ** 24 + 5).fill(7, 2 ** 24);
    const lent = lendBytes(many);
    expect(lent).toHaveLength(many.length);
    expect([...lent.subarray(-6)]).toEqual([0, 7, 7, 7, 7, 7]);
  });
});
