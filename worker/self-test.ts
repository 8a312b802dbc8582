import type { Manifest } from '../src/shared/manifest.ts';
import type { BackendInfo } from '../src/shared/results.ts';
import type { Family } from './families/family.ts';
import { macrotask } from './macrotask.ts';
import { median } from './numerics/median.ts';

/** Distance between the values that are compared, as the export script took them. */
const VALUES_STRIDE = 997;
/** Largest difference of a feature, as a share of the largest feature, and of an attention weight. */
const TOLERANCE = 0.01;
/** Natural-log units by which another token may lead the expected one: what rounding can turn. */
const TIE = 0.02;

/** Outcome of the self-test. */
export interface SelfTestResult {
  selfTest: BackendInfo['selfTest'];
  timing: { encodeMs: number; stepMs: number };
}

/**
 * The fixed input whose answers the manifest holds: `sin(0.1 * (x + 1) * (c + 1)) * cos(0.07 * (y + 1))`.
 *
 * @returns New `float32`, `[1, 3, height, width]`.
 */
export function selfTestPixels(height: number, width: number): Float32Array {
  const pixels = new Float32Array(3 * height * width);
  let at = 0;
  for (let c = 0; c < 3; c++) {
    const row = Float64Array.from({ length: width }, (_, x) => Math.sin(0.1 * (x + 1) * (c + 1)));
    for (let y = 0; y < height; y++) {
      const factor = Math.cos(0.07 * (y + 1));
      for (let x = 0; x < width; x++) pixels[at++] = row[x]! * factor;
    }
  }
  return pixels;
}

/**
 * Runs a fixed input whose features, attention and tokens are known: finds out a backend that runs and computes wrong.
 * It also warms the backend up, and times it.
 *
 * @param family - The model on the backend under test.
 * @param manifest - With the answers.
 * @param encodeRuns - How often to run the encoder, integer >= 1; the first run is counted only if it is the only one.
 */
export async function runSelfTest(family: Family, manifest: Manifest, encodeRuns: number): Promise<SelfTestResult> {
  const { selfTest, preprocessing, tokens } = manifest;
  const pixels = selfTestPixels(preprocessing.height, preprocessing.width);
  const encodeMs: number[] = [];
  const stepMs: number[] = [];
  let photo = await timed(encodeMs, () => family.encode(pixels));
  for (let run = 1; run < encodeRuns; run++) photo = await timed(encodeMs, () => family.encode(pixels));
  const decoder = family.decoder(photo, null);

  const values = selfTest.valuesSample.map((expected, i) => Math.abs(expected - photo.values[i * VALUES_STRIDE]!));
  const largest = selfTest.valuesSample.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const silent = new Set([tokens.pad, tokens.start, tokens.unknown]);
  let attentionDiff = 0;
  let tokensAgree = true;
  let states = decoder.initialState;
  let said = tokens.start;
  for (const [position, expected] of selfTest.tokens.entries()) {
    // Lets what else the worker has to do go on: storing what was downloaded.
    await macrotask();
    const result = await timed(stepMs, () =>
      decoder.step({ tokens: Int32Array.of(said), states, noise: null, allLogProbs: true }),
    );
    if (position === 0) attentionDiff = maxDiff(selfTest.attentionFirstStep, result.attention);
    // The end is not said first: no caption is empty.
    const best = result.logProbs!.reduce(
      (max, p, id) => (silent.has(id) || (id === tokens.end && position === 0) ? max : Math.max(max, p)),
      -Infinity,
    );
    // Written so that NaN fails.
    tokensAgree &&= result.logProbs![expected]! >= best - TIE;
    states = result.states;
    said = expected;
  }
  const valuesDiff = values.reduce((max, diff) => (diff <= max ? max : diff), 0);
  const passed = tokensAgree && valuesDiff <= TOLERANCE * Math.max(largest, 1e-6) && attentionDiff <= TOLERANCE;
  return {
    selfTest: { passed, maxAbsDiff: Math.max(valuesDiff, attentionDiff) },
    timing: {
      encodeMs: median(encodeMs.length > 1 ? encodeMs.slice(1) : encodeMs),
      stepMs: median(stepMs.length > 1 ? stepMs.slice(1) : stepMs),
    },
  };
}

/** NaN counts as a difference: it is the greatest there is. */
function maxDiff(expected: readonly number[], found: Float32Array): number {
  return expected.reduce((max, value, i) => {
    const diff = Math.abs(value - found[i]!);
    return diff <= max ? max : diff;
  }, 0);
}

async function timed<T>(durations: number[], run: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  durations.push(performance.now() - start);
  return result;
}
