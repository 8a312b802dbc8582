import { describe, expect, it } from 'vitest';
import { splitWords, Vocabulary } from '../../../worker/vocabulary.ts';

const vocabulary = new Vocabulary({
  vocabulary: ['<pad>', '<start>', '<end>', '<unk>', 'a', 'dog', "man's"],
  tokens: { pad: 0, start: 1, end: 2, unknown: 3, joiner: ' ' },
});

describe('splitWords', () => {
  it('splits as the training recipe does: lower case, punctuation dropped, hyphens split, apostrophes kept', () => {
    expect(splitWords("A well-dressed man, the MAN's dog & 2 cats.")).toEqual([
      'a',
      'well',
      'dressed',
      'man',
      'the',
      "man's",
      'dog',
      '2',
      'cats',
    ]);
  });

  it('finds nothing when there are no words', () => {
    expect(splitWords('')).toEqual([]);
    expect(splitWords('… — !')).toEqual([]);
  });
});

describe('Vocabulary', () => {
  it('finds words whatever their case, and none of the tokens that are no words', () => {
    expect(vocabulary.indexOf('Dog')).toBe(5);
    expect(vocabulary.indexOf("MAN'S")).toBe(6);
    for (const word of ['<end>', '<unk>', 'cat', '', 'constructor']) expect(vocabulary.indexOf(word)).toBeUndefined();
  });

  it('never lets padding, start and unknown be said, and the end is not among them', () => {
    expect([...vocabulary.unspeakable].sort()).toEqual([0, 1, 3]);
  });

  it('joins pieces to a sentence', () => {
    expect([4, 5].map((id, i) => vocabulary.piece(id, i === 0)).join('')).toBe('a dog');
  });
});
