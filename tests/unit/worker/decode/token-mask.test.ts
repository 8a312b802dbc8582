import { describe, expect, it } from 'vitest';
import { allowedAfter, repeatingTokens } from '../../../../worker/decode/token-mask.ts';

describe('repeatingTokens', () => {
  it('names what followed the same words before', () => {
    expect(repeatingTokens([5, 6, 7, 5, 6], 3)).toEqual(new Set([7]));
    expect(repeatingTokens([5, 6, 5, 7, 5], 2)).toEqual(new Set([6, 7]));
    expect(repeatingTokens([5, 6], 1)).toEqual(new Set([5, 6]));
  });

  it('names nothing when too little was said', () => {
    expect(repeatingTokens([], 2).size).toBe(0);
    expect(repeatingTokens([5], 3).size).toBe(0);
    expect(repeatingTokens([5, 6], 3).size).toBe(0);
  });
});

describe('allowedAfter', () => {
  it('refuses the end as the first token only', () => {
    const mask = { banned: new Set([0]), end: 2 };
    expect(allowedAfter(mask, [])(2)).toBe(false);
    expect(allowedAfter(mask, [4])(2)).toBe(true);
  });

  it('refuses banned tokens and repeated n-grams, and nothing else', () => {
    const allowed = allowedAfter({ banned: new Set([0]), end: 2, noRepeatNgram: 2 }, [4, 5, 4]);
    expect([0, 1, 2, 3, 4, 5].filter(allowed)).toEqual([1, 2, 3, 4]);
  });
});
