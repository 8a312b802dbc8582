import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BandResizer } from '../../../../worker/numerics/resize.ts';

interface Case {
  picture: 'noisy' | 'edges';
  input: [number, number];
  output: [number, number];
  filter: 'pillow-bicubic' | 'pillow-bilinear';
  sha256: string;
  head: number[];
}
const golden = JSON.parse(readFileSync(new URL('../../../fixtures/resize/pillow.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

function picture(kind: Case['picture'], width: number, height: number): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const noisy = (x * 7 + y * 13 + c * 29 + x * y * (c + 1)) % 256;
        const edge = (Math.floor(x / 9) + Math.floor(y / 7) + c) % 2 === 0 ? 0 : 255;
        rgba[(y * width + x) * 4 + c] = kind === 'noisy' ? noisy : edge;
      }
    }
  }
  return rgba;
}

describe('BandResizer', () => {
  for (const { picture: kind, input, output, filter, sha256, head } of golden.cases) {
    it(`equals Pillow's resize bit for bit when ${kind} ${input.join(' x ')} becomes ${output.join(' x ')}, ${filter}`, () => {
      const resizer = new BandResizer(...input, ...output, filter);
      resizer.push(picture(kind, ...input), input[1]);
      const result = resizer.finish();
      expect([...result.subarray(0, 24)]).toEqual(head);
      expect(createHash('sha256').update(result).digest('hex')).toBe(sha256);
    });
  }

  it('gives the same pixels when the photo comes in bands of any height', () => {
    const rgba = picture('noisy', 97, 61);
    const whole = new BandResizer(97, 61, 24, 24, 'pillow-bicubic');
    whole.push(rgba, 61);
    const banded = new BandResizer(97, 61, 24, 24, 'pillow-bicubic');
    for (const [from, to] of [
      [0, 1],
      [1, 1],
      [1, 30],
      [30, 61],
    ] as const) {
      banded.push(rgba.subarray(from * 97 * 4, to * 97 * 4), to - from);
    }
    expect(banded.finish()).toEqual(whole.finish());
  });

  it('keeps a single colour when the scale is anything', () => {
    const rgba = new Uint8Array(31 * 7 * 4).map((_, i) => [200, 3, 255, 0][i % 4]!);
    const resizer = new BandResizer(31, 7, 50, 3, 'pillow-bicubic');
    resizer.push(rgba, 7);
    const result = resizer.finish();
    for (let i = 0; i < result.length; i++) expect(result[i]).toBe([200, 3, 255][i % 3]);
  });

  it('throws when a band has the wrong length, and when rows are missing or too many', () => {
    const resizer = new BandResizer(4, 2, 2, 2, 'pillow-bilinear');
    expect(() => {
      resizer.push(new Uint8Array(15), 1);
    }).toThrow(RangeError);
    expect(() => resizer.finish()).toThrow('0 of 2 rows');
    expect(() => {
      resizer.push(new Uint8Array(48), 3);
    }).toThrow('More rows');
  });
});
