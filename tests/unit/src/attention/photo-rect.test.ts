import { expect, test } from 'vitest';
import { placePhoto } from '../../../../src/attention/photo-rect.ts';

const wide = { width: 200, height: 100 };
const square = { width: 100, height: 100 };

test('placePhoto fills the box without a crop by default', () => {
  expect(placePhoto(wide, square)).toEqual({
    rect: { x: 0, y: 0, width: 100, height: 100 },
    crop: { x: 0, y: 0, width: 1, height: 1 },
  });
});

test('placePhoto contain leaves free space by position', () => {
  expect(placePhoto(wide, square, 'contain').rect).toEqual({ x: 0, y: 25, width: 100, height: 50 });
  expect(placePhoto(wide, square, 'contain', [0.5, 1]).rect.y).toBe(50);
});

test('placePhoto cover crops by position', () => {
  expect(placePhoto(wide, square, 'cover')).toEqual({
    rect: { x: 0, y: 0, width: 100, height: 100 },
    crop: { x: 0.25, y: 0, width: 0.5, height: 1 },
  });
  expect(placePhoto(wide, square, 'cover', [1, 0.5]).crop.x).toBe(0.5);
});

test('placePhoto none keeps the size, scale-down shrinks only what is too large', () => {
  expect(placePhoto(wide, square, 'none').crop).toEqual({ x: 0.25, y: 0, width: 0.5, height: 1 });
  expect(placePhoto({ width: 50, height: 20 }, square, 'scale-down').rect).toEqual({
    x: 25,
    y: 40,
    width: 50,
    height: 20,
  });
  expect(placePhoto(wide, square, 'scale-down').rect).toEqual({ x: 0, y: 25, width: 100, height: 50 });
});
