import { afterEach, describe, expect, it, vi } from 'vitest';
import { fuseMultiplyAdd } from '../../../../worker/runtime/fuse-multiply-add.ts';

// Anything, then f32x4.mul, local.get 10 (a line feed as a character), f32x4.add, twice; and a product that is not added.
const PAIR = [0xfd, 0xe6, 1, 0x20, 10, 0xfd, 0xe4, 1];
const FUSED = [0x20, 10, 0xfd, 0x85, 2, 1, 1, 1];
const BEFORE = [...PAIR, 7, ...PAIR, 0xfd, 0xe6, 1, ...PAIR, 9];

describe('fuseMultiplyAdd', () => {
  afterEach(() => vi.restoreAllMocks());

  it('fuses products and sums within the kernels, in a copy, where the browser has the instruction', () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(true);
    const binary = Uint8Array.from(BEFORE);
    const fused = fuseMultiplyAdd(binary, [8, 28]);
    expect([...fused]).toEqual([...PAIR, 7, ...FUSED, 0xfd, 0xe6, 1, ...FUSED, 9]);
    expect([...binary]).toEqual(BEFORE);
  });

  it('gives the very binary back where the browser has it not, or where there are no kernels', () => {
    const binary = Uint8Array.from(BEFORE);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(fuseMultiplyAdd(binary, [8, 28])).toBe(binary);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(true);
    expect(fuseMultiplyAdd(binary, [0, 0])).toBe(binary);
  });

  it('asks with a module that is well formed but for the instruction', () => {
    const asked = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    fuseMultiplyAdd(Uint8Array.from(BEFORE), [8, 28]);
    const probe = asked.mock.calls[0]![0] as Uint8Array<ArrayBuffer>;
    asked.mockRestore();
    // f32x4.add in its place has one operand fewer.
    const text = [...probe]
      .map((byte) => String.fromCharCode(byte))
      .join('')
      .replace('\xfd\x85\x02', '\xfd\xe4\x01');
    expect(WebAssembly.validate(Uint8Array.from(text, (character) => character.charCodeAt(0)))).toBe(true);
  });
});
