import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from '../../../../worker/assets/sha256.ts';

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('sha256 equals the platform for every length around the block and padding limits', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = new Uint8Array(randomBytes(length));
    expect(hex(sha256(bytes)), `length ${length}`).toBe(reference(bytes));
  }
});

it('sha256 equals the platform when the bytes are a view into a larger buffer, of a megabyte', () => {
  const bytes = new Uint8Array(randomBytes(1_000_003)).subarray(7, 1_000_000);
  expect(hex(sha256(bytes))).toBe(reference(bytes));
});
