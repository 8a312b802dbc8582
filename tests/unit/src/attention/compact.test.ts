import { expect, test } from 'vitest';
import { fromJSON, toJSON } from '../../../../src/attention/compact.ts';
import type { Caption, CaptionToken } from '../../../../src/shared/results.ts';

const token = (text: string, seed: number): CaptionToken => {
  const raw = Float32Array.from({ length: 196 }, (_, cell) => Math.exp(3 * Math.sin(seed + cell)));
  const sum = raw.reduce((a, b) => a + b, 0);
  return {
    text,
    id: seed,
    logProb: -0.5,
    attention: raw.map((value) => value / sum),
    samples: [seed],
    samplesLogProb: -1,
  };
};
const first = { text: 'a dog', tokens: [token('a', 1), token(' dog', 2)], logProb: -1, score: -0.5, complete: true };
const second = { text: 'a cat', tokens: [token('a', 3), token(' cat', 4)], logProb: -2, score: -1, complete: true };
const caption: Caption = {
  ...first,
  candidates: [first, second],
  grid: { rows: 14, columns: 14, photoWidth: 640, photoHeight: 480 },
  attention: 'hard',
  seed: 7,
  language: 'en',
  backend: {
    name: 'wasm',
    threads: 1,
    adapter: null,
    reason: 'asked for',
    selfTest: { passed: true, maxAbsDiff: 1e-6 },
    timings: {},
  },
  timings: { queueMs: 0, preprocessMs: 1, encodeMs: 2, firstTokenMs: 3, decodeMs: 4, steps: 5 },
};

test('fromJSON gives back what toJSON stored, through text, maps to 8 bits', () => {
  const stored = JSON.stringify(toJSON(caption));
  expect(stored.length).toBeLessThan(2500);
  const opened = fromJSON(stored);
  const plain = (value: unknown) =>
    JSON.parse(JSON.stringify(value, (key, field) => (key === 'attention' ? 0 : field)));
  expect(plain(opened)).toEqual(plain(caption));
  opened.candidates.forEach((candidate, which) =>
    candidate.tokens.forEach(({ attention }, index) => {
      const original = caption.candidates[which]!.tokens[index]!.attention;
      const highest = Math.max(...original);
      expect(attention.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      attention.forEach((value, cell) => expect(Math.abs(value - original[cell]!)).toBeLessThan(highest / 250));
    }),
  );
});

test('fromJSON rejects what toJSON did not give', () => {
  expect(() => fromJSON('{"text":"a dog"}')).toThrow(expect.objectContaining({ code: 'bad-option' }));
  expect(() => fromJSON('no json')).toThrow(expect.objectContaining({ code: 'bad-option' }));
  const cut = toJSON(caption);
  cut.tokens[0]!.map = cut.tokens[0]!.map.slice(8);
  expect(() => fromJSON(cut)).toThrow(expect.objectContaining({ code: 'bad-option' }));
});
