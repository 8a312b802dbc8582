import { expect, test } from 'vitest';
import { groundingOf } from '../../../../src/attention/grounding.ts';
import { locate, phraseAttention } from '../../../../src/attention/locate.ts';
import { placeSentence } from '../../../../src/attention/place-sentence.ts';

const grid = { rows: 14, columns: 14 };
const at = (text: string, ...cells: number[]) => ({
  text,
  attention: Float32Array.from({ length: 196 }, (_, cell) => (cells.includes(cell) ? 1 / cells.length : 0)),
});
const result = {
  tokens: [at('a', 3), at(' brown', 170), at(' dog', 171), at(' and', 5), at(' a', 6), at(' dog', 20)],
  grid,
};

test('locate finds every place where a word stands', () => {
  expect(locate(result, 'Dog').map(({ start, end }) => [start, end])).toEqual([
    [2, 3],
    [5, 6],
  ]);
});

test('locate finds a phrase and leaves its function words out of the map', () => {
  const [phrase] = locate(result, 'a brown dog!');
  expect(phrase!.text).toBe('a brown dog');
  expect([phrase!.attention[3], phrase!.attention[170], phrase!.attention[171]]).toEqual([0, 0.5, 0.5]);
  expect(phrase!.regions[0]!.cells).toEqual([170, 171]);
});

test('locate finds no part of a word and nothing for an empty phrase', () => {
  expect(locate(result, 'do')).toEqual([]);
  expect(locate(result, ' , ')).toEqual([]);
});

test('phraseAttention of function words alone is their mean, and it throws for no word', () => {
  expect(phraseAttention([at('a', 3), at(' and', 5)])[5]).toBeCloseTo(0.5);
  expect(() => phraseAttention([])).toThrow(RangeError);
});

test('groundingOf says why a word has nothing to look at', () => {
  expect(groundingOf(at(' is', 5)).reason).toBe('function-word');
  expect(groundingOf({ text: ' dog', attention: new Float32Array(196).fill(1 / 196) }).reason).toBe('diffuse');
  expect(groundingOf(at(' dog', 5))).toEqual({ grounded: true, reason: null, note: '' });
});

test('placeSentence names the place on thirds and the share of the photo', () => {
  const block = [140, 141, 142, 143, 154, 155, 156, 157, 168, 169, 170, 171, 182, 183, 184, 185];
  expect(placeSentence(at(' dog', ...block))).toBe('dog: lower left, about a tenth of the photo');
  expect(placeSentence(at(' bird', 13))).toBe('bird: upper right, a small spot');
  expect(placeSentence(at(' ball', 105))).toBe('ball: centre, a small spot');
});

test('placeSentence says that a word had nothing to look at, and names drawn places', () => {
  expect(placeSentence(at(' of', 5))).toBe('of: nothing to look at');
  expect(placeSentence({ ...at(' dog', 13), samples: [13, 182] })).toBe(
    'dog: looked at 2 of 196 places, upper right and lower left',
  );
});
