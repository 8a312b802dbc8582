import { readFileSync } from 'node:fs';
import assembler from 'wabt';
import { describe, expect, it } from 'vitest';
import { KERNEL_BASE64, returnKernel, takeKernel } from '../../../../worker/numerics/picture-kernel.ts';

describe('picture kernel', () => {
  it('is what its text assembles to', async () => {
    const file = new URL('../../../../worker/numerics/picture-kernel.wat', import.meta.url);
    const parsed = (await assembler()).parseWat('picture-kernel.wat', readFileSync(file, 'utf8'), { simd: true });
    expect(KERNEL_BASE64).toBe(Buffer.from(parsed.toBinary({}).buffer).toString('base64'));
  });

  it('is used again once it was handed back, and grows when more memory is asked for', () => {
    const one = takeKernel(1000);
    expect(takeKernel(1000)).not.toBe(one);
    returnKernel(one);
    expect(takeKernel(200_000)).toBe(one);
    expect(one.memory.buffer.byteLength).toBeGreaterThanOrEqual(200_000);
  });
});
