import { expect, test } from 'vitest';
import { checkTexts } from '../../../src/check-texts.ts';

test('checkTexts accepts an array of texts', () => {
  checkTexts('rank', ['a dog', 'x'.repeat(1000)]);
});

test.each([[undefined], ['a dog'], [[]], [{ length: 1 }], [[3]], [['a', null]]])(
  'checkTexts refuses %j as an option',
  (texts) => {
    expect(() => {
      checkTexts('rank', texts);
    }).toThrow(expect.objectContaining({ code: 'bad-option' }));
  },
);

test.each(['', '  \n', 'x'.repeat(1001)])('checkTexts refuses a text that is empty or too long', (text) => {
  expect(() => {
    checkTexts('align', ['a dog', text]);
  }).toThrow(expect.objectContaining({ code: 'bad-text', details: expect.objectContaining({ index: 1 }) }));
});
