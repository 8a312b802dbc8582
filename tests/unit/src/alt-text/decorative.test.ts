import { describe, expect, it } from 'vitest';
import { decorativeByFrame, decorativeByPixels, isTooSmall } from '../../../../src/alt-text/decorative.ts';
import { pictureStatistics } from '../../../../worker/numerics/picture-statistics.ts';

const SIDE = 64;
function picture(level: (x: number, y: number, channel: number) => number): ReturnType<typeof pictureStatistics> {
  const rgb = Uint8ClampedArray.from({ length: 3 * SIDE * SIDE }, (_, i) =>
    level(Math.floor(i / 3) % SIDE, Math.floor(i / (3 * SIDE)), i % 3),
  );
  return pictureStatistics(rgb, SIDE, SIDE);
}

describe('decorativeByFrame', () => {
  it.each([
    ['a single pixel as a tracking pixel', { width: 1, height: 1 }, 'tracking-pixel'],
    ['a stretched pixel as a spacer', { width: 1, height: 1, displayedWidth: 400, displayedHeight: 20 }, 'spacer'],
    ['a line as a spacer', { width: 600, height: 2 }, 'spacer'],
    ['a thin bar as a spacer', { width: 8, height: 400 }, 'spacer'],
    ['the presentation role', { width: 300, height: 200, role: 'presentation' }, 'presentation-role'],
    ['the none role', { width: 300, height: 200, role: 'none' }, 'presentation-role'],
    ['a mark that stands there three times', { width: 16, height: 16, occurrences: 3 }, 'repeated-bullet'],
  ] as const)('takes %s', (_, frame, reason) => {
    expect(decorativeByFrame(frame)).toBe(reason);
  });

  it.each([
    ['a photo', { width: 300, height: 200 }],
    ['a mark that stands there twice', { width: 16, height: 16, occurrences: 2 }],
    ['a large picture that stands there often', { width: 300, height: 200, occurrences: 9 }],
    ['a picture whose size is not known', { width: Infinity, height: Infinity }],
    ['a picture with the role img', { width: 300, height: 200, role: 'img' }],
  ])('does not take %s', (_, frame) => {
    expect(decorativeByFrame(frame)).toBeNull();
  });
});

describe('decorativeByPixels', () => {
  it('takes a single colour', () => {
    expect(decorativeByPixels(picture((_x, _y, c) => [200, 30, 90][c]!))).toBe('single-colour');
  });
  it('takes a ramp across', () => {
    expect(decorativeByPixels(picture((x) => 40 + 3 * x))).not.toBe('single-colour');
    expect(decorativeByPixels(picture((x, y, c) => 60 + x + y / 2 + 10 * c))).toBe('gradient');
  });
  it('takes a radial ramp', () => {
    expect(decorativeByPixels(picture((x, y) => 200 - ((x - 32) ** 2 + (y - 32) ** 2) / 30))).toBe('gradient');
  });
  it('does not take black, where a photo may have failed', () => {
    expect(decorativeByPixels(picture(() => 0))).toBeNull();
  });
  it('does not take a picture with a shape on it', () => {
    expect(decorativeByPixels(picture((x, y) => (Math.hypot(x - 32, y - 32) < 12 ? 250 : 90)))).toBeNull();
  });
  it('does not take noise', () => {
    expect(decorativeByPixels(picture((x, y) => (x * 7919 + y * 104729) % 256))).toBeNull();
  });
});

describe('isTooSmall', () => {
  it('draws the line at 32 pixels', () => {
    expect(isTooSmall({ width: 31, height: 400 })).toBe(true);
    expect(isTooSmall({ width: 32, height: 32 })).toBe(false);
  });
});
