import { describe, expect, it } from 'vitest';
import { withoutRepetition } from '../../../../src/alt-text/nearby-text.ts';

describe('withoutRepetition', () => {
  it('leaves a caption that nothing nearby repeats', () => {
    expect(withoutRepetition('a dog runs on the grass', ['Our holidays'])).toBe('a dog runs on the grass');
  });
  it('drops the phrases at the end that the nearby text says', () => {
    expect(withoutRepetition('a dog runs on the grass', ['Fresh grass'])).toBe('a dog runs');
  });
  it('keeps the first phrase when only that is repeated', () => {
    expect(withoutRepetition('a dog on the grass', ['My dog'])).toBe('a dog on the grass');
  });
  it('leaves nothing of a caption that the nearby text says in full', () => {
    expect(withoutRepetition('a dog runs on the grass', ['The dog runs over grass'])).toBe('');
  });
  it('does not piece a repetition together from two texts', () => {
    expect(withoutRepetition('a dog runs', ['A dog', 'He runs'])).toBe('a dog runs');
  });
});
