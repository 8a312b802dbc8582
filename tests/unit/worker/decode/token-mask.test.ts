import { describe, expect, it } from 'vitest';
import { allowedAfter, echoes, repeatingTokens } from '../../../../worker/decode/token-mask.ts';

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

describe('echoes', () => {
  const AND = 9;

  it('names the last token, and across a link the one before it', () => {
    expect(echoes([5, 6], [AND])).toEqual([6]);
    expect(echoes([5, 6, AND], [AND])).toEqual([6, AND]);
    expect(echoes([5, 6, AND], [])).toEqual([AND]);
  });

  it('names nothing before anything was said', () => {
    expect(echoes([], [AND])).toEqual([]);
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

  it('lets a token follow itself, unless echoes are barred', () => {
    expect(allowedAfter({ banned: new Set(), end: 2 }, [4, 5])(5)).toBe(true);
    expect(allowedAfter({ banned: new Set(), end: 2, noEchoAcross: [] }, [4, 5])(5)).toBe(false);
    expect(allowedAfter({ banned: new Set(), end: 2, noEchoAcross: [] }, [4, 5])(4)).toBe(true);
    expect(allowedAfter({ banned: new Set(), end: 2, noEchoAcross: [5] }, [4, 5])(4)).toBe(false);
  });
});
