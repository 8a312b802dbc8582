import { describe, expect, it } from 'vitest';
import { shorten, toSentence, withoutPictureOf } from '../../../../src/alt-text/sentence.ts';

describe('toSentence', () => {
  it('puts a capital in front and a stop behind', () => {
    expect(toSentence('a dog  runs , then jumps')).toBe('A dog runs, then jumps.');
  });
  it('keeps a stop that is there', () => {
    expect(toSentence('who is it?')).toBe('Who is it?');
  });
  it('gives nothing for nothing', () => {
    expect(toSentence('  ')).toBe('');
  });
});

describe('withoutPictureOf', () => {
  it.each([
    ['a picture of a dog', 'a dog'],
    ['this is an image of two people', 'two people'],
    ['a close up photo of a bee', 'a bee'],
    ['there is a photograph showing a boat', 'a boat'],
    ['a man takes a picture of a dog', 'a man takes a picture of a dog'],
  ])('turns "%s" into "%s"', (text, rest) => {
    expect(withoutPictureOf(text)).toBe(rest);
  });
});

describe('shorten', () => {
  it('leaves a text that fits', () => {
    expect(shorten('A dog.', 6)).toBe('A dog.');
  });
  it('cuts after the last sentence that fits', () => {
    expect(shorten('A dog runs. A cat sleeps on the roof.', 25)).toBe('A dog runs.');
  });
  it('cuts after a word and leaves no article hanging', () => {
    expect(shorten('A dog runs over the grass', 20)).toBe('A dog runs over…');
  });
  it('cuts a single long word', () => {
    expect(shorten('abcdefghij', 5)).toBe('abcd…');
  });
  it('never exceeds the length', () => {
    const text = 'A person in a red jacket stands, next to a dog. Behind them is a mountain with snow and a lake';
    for (let length = 1; length <= text.length; length++)
      expect(shorten(text, length).length).toBeLessThanOrEqual(length);
  });
});
