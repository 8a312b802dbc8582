import { expect, test } from 'vitest';
import { rankPhotos } from '../../../src/rank-photos.ts';
import { InvalidInputError } from '../../../src/shared/errors/invalid-input-error.ts';
import type { Alignment } from '../../../src/shared/results.ts';

const photos = ['a', 'b', 'c'];

test('rankPhotos sorts by fit, best first, equal ones in their order', async () => {
  const fits: Record<string, number> = { a: -1, b: 2, c: -1 };
  const ranked = await rankPhotos(photos, async (photo) => ({ fit: fits[photo as string] }) as Alignment, undefined);
  expect(ranked.map(({ item, index, score }) => [item, index, score])).toEqual([
    ['b', 1, 2],
    ['a', 0, -1],
    ['c', 2, -1],
  ]);
});

test('rankPhotos stops the others when one photo fails, and says which it was', async () => {
  const failure = new InvalidInputError('image-decode', 'no photo', { remedy: 'r' });
  const stopped: unknown[] = [];
  const align = (photo: unknown, signal: AbortSignal) =>
    photo === 'b'
      ? Promise.reject(failure)
      : new Promise<Alignment>((_, reject) => {
          signal.addEventListener('abort', () => {
            stopped.push(photo);
            reject(signal.reason);
          });
        });
  await expect(rankPhotos(photos, align, undefined)).rejects.toBe(failure);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(stopped).toEqual(['a', 'c']);
  expect(failure.details).toEqual({ index: 1 });
});

test("rankPhotos follows the caller's signal", async () => {
  const align = (_: unknown, signal: AbortSignal) => Promise.reject(signal.reason);
  await expect(rankPhotos(photos, align, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
});
