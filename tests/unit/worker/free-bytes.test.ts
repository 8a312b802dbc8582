import { afterEach, describe, expect, it } from 'vitest';
import { freeBytes } from '../../../worker/free-bytes.ts';

const buffers = ArrayBuffer.prototype as { transfer?: unknown };
const { transfer } = buffers;
afterEach(() => {
  if (transfer !== undefined) buffers.transfer = transfer;
});

describe('freeBytes', () => {
  it('empties every view of the buffer, where buffers can be transferred and where only messages can', () => {
    for (const way of [transfer, undefined]) {
      if (way === undefined) delete buffers.transfer;
      const bytes = new Uint8Array(1000);
      const view = bytes.subarray(10, 20);
      freeBytes(bytes);
      expect([bytes.length, view.length]).toEqual([0, 0]);
    }
  });
});
