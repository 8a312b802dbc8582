import { expect, test } from 'vitest';
import { layoutFigure } from '../../../../src/attention/figure-layout.ts';

const word = (text: string) => ({ text, id: 1, logProb: -1, attention: Float32Array.of(1, 0, 0, 0) });
const caption = (text: string, attention: 'soft' | 'hard' = 'soft') => ({
  text,
  tokens: text.split(/(?= )/).map(word),
  grid: { rows: 2, columns: 2, photoWidth: 300, photoHeight: 600 },
  attention,
  seed: 3,
});

test('layoutFigure gives the photo and one picture a word, in the aspect ratio of the photo', () => {
  const { tiles, headings } = layoutFigure([caption('a dog runs'), caption('a cat', 'hard')], { tileSize: 120 });
  expect(tiles.map(({ row, label }) => `${row} ${label}`)).toEqual([
    '0 photo',
    '0 a',
    '0 dog',
    '0 runs',
    '1 photo',
    '1 a',
    '1 cat',
  ]);
  for (const { rect } of tiles) expect([rect.width, rect.height]).toEqual([60, 120]);
  expect(headings.map(({ text }) => text.split(':')[0])).toEqual(['Soft attention', 'Hard attention']);
  expect(tiles.map(({ grounded }) => grounded)).toEqual([false, false, true, true, false, false, true]);
});

test('layoutFigure goes on in the next line after perLine pictures, without overlap and inside the figure', () => {
  const { tiles, width, height } = layoutFigure([caption('one two three four five six seven')], { perLine: 3 });
  const lines = [...new Set(tiles.map(({ rect }) => rect.y))];
  expect(lines.map((y) => tiles.filter(({ rect }) => rect.y === y).length)).toEqual([3, 3, 2]);
  tiles.forEach(({ rect }, index) => {
    expect(rect.x + rect.width).toBeLessThanOrEqual(width);
    expect(rect.y + rect.height).toBeLessThanOrEqual(height);
    for (const { rect: other } of tiles.slice(index + 1)) {
      expect(rect.x + rect.width <= other.x || other.x + other.width <= rect.x || rect.y + rect.height <= other.y).toBe(
        true,
      );
    }
  });
});

test('layoutFigure makes lines of about equal length', () => {
  const { tiles } = layoutFigure([caption('1 2 3 4 5 6 7 8 9')], { perLine: 8 });
  expect(new Set(tiles.slice(0, 5).map(({ rect }) => rect.y)).size).toBe(1);
  expect(tiles[5]!.rect.y).toBeGreaterThan(tiles[4]!.rect.y);
});

test('layoutFigure throws without a caption', () => {
  expect(() => layoutFigure([])).toThrow(RangeError);
});
