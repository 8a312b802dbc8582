import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ResampleFilter } from '../../../worker/numerics/resample-coefficients.ts';
import { BandResizer } from '../../../worker/numerics/resize.ts';
import { readPng } from './read-png.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/resize.json', import.meta.url), 'utf8')) as {
  picture: string;
  filter: ResampleFilter;
  cases: { width: number; height: number; rgb: number[] }[];
};

describe('BandResizer on a picture', () => {
  const { width, height, rgba } = readPng(readFileSync(new URL(`../../golden/${golden.picture}`, import.meta.url)));
  for (const expected of golden.cases) {
    it(`gives Pillow's pixels, or neighbours of them where Pillow takes the height first, at ${expected.width} x ${expected.height}`, () => {
      const resizer = new BandResizer(width, height, expected.width, expected.height, golden.filter);
      resizer.push(rgba, height);
      const found = resizer.finish();
      const diffs = expected.rgb.map((value, i) => Math.abs(value - found[i]));
      expect(Math.max(...diffs)).toBeLessThanOrEqual(1);
    });
  }
});
