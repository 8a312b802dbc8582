import { expect, it } from 'vitest';
import { meanOverPlaces } from '../../../../worker/numerics/mean-over-places.ts';

it('meanOverPlaces averages each feature over the places', () => {
  expect([...meanOverPlaces(Float32Array.of(1, 2, 3, 5, 6, 10), 3, 2)]).toEqual([10 / 3, 17 / 3].map(Math.fround));
  expect([...meanOverPlaces(Float32Array.of(7, 8), 1, 2)]).toEqual([7, 8]);
});
