import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/shared/manifest.ts';
import type { Family } from '../../../worker/families/family.ts';
import { referencePhoto } from '../../../worker/reference-photo.ts';

const manifest = JSON.parse(
  readFileSync(new URL('../../fixtures/tiny-pack/manifest.json', import.meta.url), 'utf8'),
) as Manifest;
const { keys, values, stateSize } = manifest.shapes;
const length = keys[0] * keys[1] + values[0] * values[1] + stateSize;
const family = {
  encode: (pixels: Float32Array) =>
    Promise.resolve({ keys: { keys: pixels.slice(0, 2) }, values: pixels.slice(0, 3), state: Float32Array.of(1) }),
} as unknown as Family;

describe('referencePhoto', () => {
  it('takes keys, values and state out of the file in this order, little-endian', async () => {
    const file = new Uint8Array(4 * length);
    const view = new DataView(file.buffer);
    for (let i = 0; i < length; i++) view.setFloat32(4 * i, i, true);
    const photo = await referencePhoto(manifest, file, family);
    expect(photo.keys['keys']).toHaveLength(keys[0] * keys[1]);
    expect(photo.values[0]).toBe(keys[0] * keys[1]);
    expect(photo.state[0]).toBe(length - stateSize);
    expect(photo.state).toHaveLength(stateSize);
  });

  it('spreads vectors over all places where the file holds one for all', async () => {
    const compact = Float32Array.from({ length: keys[0] + values[1] + stateSize }, (_, i) => i);
    const photo = await referencePhoto(manifest, new Uint8Array(compact.buffer), family);
    const places = keys[1];
    for (const place of [0, 1, places - 1]) {
      for (let i = 0; i < keys[0]; i++) expect(photo.keys['keys']![i * places + place]).toBe(i);
      for (let i = 0; i < values[1]; i++) expect(photo.values[place * values[1] + i]).toBe(keys[0] + i);
    }
    expect(photo.state[0]).toBe(keys[0] + values[1]);
  });

  it('refuses a file of another size', async () => {
    await expect(referencePhoto(manifest, new Uint8Array(8), family)).rejects.toMatchObject({
      code: 'manifest-invalid',
    });
  });

  it('takes the mean of even pictures where there is no file', async () => {
    const photo = await referencePhoto(manifest, null, family);
    expect([...photo.keys['keys']!]).toEqual([0, 0]);
    expect([...photo.values]).toEqual([0, 0, 0]);
    expect([...photo.state]).toEqual([1]);
  });
});
