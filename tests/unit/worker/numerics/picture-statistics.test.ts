import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PictureStatistics } from '../../../../src/shared/signals.ts';
import { pictureStatistics } from '../../../../worker/numerics/picture-statistics.ts';

const GOLDEN = JSON.parse(
  readFileSync(new URL('../../../golden/picture-statistics.json', import.meta.url), 'utf8'),
) as { height: number; width: number; statistics: Record<string, PictureStatistics> };

/** The pictures of models/confidence/golden.py. */
const PICTURES: Record<string, (x: number, y: number, channel: number) => number> = {
  waves: (x, y, c) => Math.floor((Math.sin(0.3 * x * (c + 1)) * Math.cos(0.2 * y) + 1) * 127.5),
  ramp: (x, y, c) => 40 + 3 * x + 2 * y + 5 * c,
  noise: (x, y, c) => (x * 7919 + y * 104729 + c * 31 + x * y * 13) % 256,
  flat: (_x, _y, c) => (c === 2 ? 150 : 250),
  black: () => 0,
};

function rgbOf(level: (x: number, y: number, channel: number) => number): Uint8ClampedArray {
  const { height, width } = GOLDEN;
  return Uint8ClampedArray.from({ length: 3 * height * width }, (_, i) =>
    level(Math.floor(i / 3) % width, Math.floor(i / (3 * width)), i % 3),
  );
}

describe('pictureStatistics', () => {
  it.each(Object.keys(PICTURES))('measures %s as the calibration does', (name) => {
    const { height, width, statistics } = GOLDEN;
    const measured = pictureStatistics(rgbOf(PICTURES[name]!), height, width);
    for (const [measure, expected] of Object.entries(statistics[name]!)) {
      // A residual of nothing is the square root of a rounding error.
      expect(Math.abs(measured[measure as keyof PictureStatistics] - expected), measure).toBeLessThan(1e-2);
    }
  });

  it('does not change the picture', () => {
    const rgb = rgbOf(PICTURES['waves']!);
    const before = rgb.slice();
    pictureStatistics(rgb, GOLDEN.height, GOLDEN.width);
    expect(rgb).toEqual(before);
  });
});
