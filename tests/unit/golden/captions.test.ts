import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/shared/manifest.ts';
import { beamSearch } from '../../../worker/decode/beam-search.ts';
import type { DecodedCaption, HardAttention, Pacing } from '../../../worker/decode/decoder-model.ts';
import { decodeForced } from '../../../worker/decode/forced.ts';
import { decodeSinglePath } from '../../../worker/decode/single-path.ts';
import type { Family } from '../../../worker/families/family.ts';
import { createFamily } from '../../../worker/families/index.ts';
import { meanOverPlaces } from '../../../worker/numerics/mean-over-places.ts';
import { runtimeBinary } from '../../../scripts/build/runtime-binaries.mjs';
import { normalizeToPlanar } from '../../../worker/numerics/normalize.ts';
import { reluctance } from '../../../worker/reluctance.ts';
import { ModelRuntime } from '../../../worker/runtime/model-runtime.ts';
import { configureRuntime } from '../../../worker/runtime/ort.ts';
import { runSelfTest } from '../../../worker/self-test.ts';
import { readPng } from './read-png.ts';

interface Path {
  tokens: number[];
  logProbs: number[];
  endLogProb: number | null;
}
interface GoldenPicture {
  picture: string;
  text: string;
  features: { stride: number; keys: number[]; values: number[]; state: number[] };
  firstStep: { attention: number[]; logProbs: { stride: number; values: number[] } };
  soft: Path & { attention: number[][] };
  hard: Path & { seed: number; places: number[][] };
  beam3: Path & { logProb: number };
}

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root));
const golden = JSON.parse(read('tests/golden/captions.json').toString()) as {
  model: string;
  stepSha256: string;
  pictures: GoldenPicture[];
};
const folder = `models/${golden.model}/`;
const manifest = JSON.parse(read(`${folder}manifest.json`).toString()) as Manifest;
const noPause: Pacing = { pause: () => Promise.resolve() };
const { pad, start, unknown, end } = manifest.tokens;
const { noRepeatNgram, noEchoAcross } = manifest.defaults;
const mask = { banned: new Set([pad, start, unknown]), end, noRepeatNgram, noEchoAcross };
const search = {
  maxTokens: manifest.maxTokens,
  lengthPenalty: manifest.defaults.lengthPenalty,
  onToken: null,
};

function pixelsOf(picture: string): Float32Array {
  const { width, height, rgba } = readPng(read(`tests/golden/${picture}`));
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)]);
  return normalizeToPlanar(rgb, width * height, manifest.preprocessing);
}

const every = (array: Float32Array, stride: number) => array.filter((_, i) => i % stride === 0);

/** Largest difference as a share of the largest expected number. */
function relativeDiff(expected: readonly number[], found: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - found[i]))) / largest;
}

function expectPath(expected: Path, found: DecodedCaption): void {
  expect(found.tokens.map((token) => token.id)).toEqual(expected.tokens);
  found.tokens.forEach((token, i) => {
    expect(Math.abs(token.logProb - expected.logProbs[i])).toBeLessThan(1e-2);
  });
}

describe('the shipped graphs in the WASM runtime against PyTorch on the same dequantized weights', () => {
  let family: Family;
  let runtime: ModelRuntime;
  beforeAll(async () => {
    configureRuntime((await runtimeBinary('whole')).bytes, 1, '{}');
    runtime = await ModelRuntime.create({
      requestDevice: null,
      graphs: { encoder: read(`${folder}encoder.onnx`), step: read(`${folder}step.onnx`) },
      timeouts: { sessionMs: 120_000 },
      onChange: () => undefined,
    });
    family = createFamily(manifest, (graph, feeds, fetches) => runtime.run(graph, feeds, fetches));
  }, 120_000);

  it('were made from the pack that is shipped', () => {
    expect(golden.stepSha256).toBe(manifest.files.step.sha256);
  });

  it('pass the self-test closely', async () => {
    const { selfTest } = await runSelfTest(family, manifest, 1);
    expect(selfTest.passed).toBe(true);
    expect(selfTest.maxAbsDiff).toBeLessThan(1e-3);
  });

  for (const expected of golden.pictures) {
    it(`agree on features, attention, log-probabilities and tokens of ${expected.picture}`, async () => {
      const photo = await family.encode(pixelsOf(expected.picture));
      const { stride } = expected.features;
      expect(
        relativeDiff(expected.features.keys, every(photo.keys[manifest.attention.soft.keys], stride)),
      ).toBeLessThan(1e-3);
      expect(relativeDiff(expected.features.values, every(photo.values, stride))).toBeLessThan(1e-3);
      expect(relativeDiff(expected.features.state, every(photo.state, 7))).toBeLessThan(1e-3);

      const feature = meanOverPlaces(photo.values, ...manifest.shapes.values);
      const held = reluctance(manifest.confidence, manifest.vocabulary, feature, manifest.defaults.restraint ?? 0);
      const common = { ...search, mask: { ...mask, reluctance: held } };
      const soft = family.decoder(photo, null);
      const first = await soft.step({
        tokens: Int32Array.of(manifest.tokens.start),
        states: soft.initialState,
        noise: null,
        allLogProbs: true,
      });
      expected.firstStep.attention.forEach((weight, place) => {
        expect(Math.abs(weight - first.attention[place])).toBeLessThan(1e-3);
      });
      const logProbs = every(first.logProbs!, expected.firstStep.logProbs.stride);
      expected.firstStep.logProbs.values.forEach((logProb, i) => {
        // Tokens that are never said are held down by a number so large that float32 has no digits left for the rest.
        if (logProb > -1000) expect(Math.abs(logProb - logProbs[i])).toBeLessThan(1e-2);
      });

      const greedy = await decodeSinglePath(soft, { ...common, hard: null, sampling: null }, noPause);
      expectPath(expected.soft, greedy);
      greedy.tokens.forEach((token, t) => {
        token.attention.forEach((weight, place) => {
          if (Math.abs(weight - expected.soft.attention[t][place]) >= 1e-3)
            expect(weight).toBe(expected.soft.attention[t][place]);
        });
      });
      expect(greedy.tokens.map((t) => manifest.vocabulary[t.id]).join(' ')).toBe(expected.text);

      const hardAttention: HardAttention = { samples: 1, seed: expected.hard.seed };
      const hardModel = family.decoder(photo, hardAttention);
      const hard = await decodeSinglePath(hardModel, { ...common, hard: hardAttention, sampling: null }, noPause);
      expectPath(expected.hard, hard);
      expect(hard.tokens.map((token) => token.samples![0])).toEqual(expected.hard.places.map((places) => places[0]));

      const [beam] = await beamSearch(soft, { ...common, beams: 3, candidates: 1, hard: null }, noPause);
      expectPath(expected.beam3, beam);
      expect(Math.abs(beam.logProb - expected.beam3.logProb)).toBeLessThan(1e-2);
    });
  }

  it('give the weighted sum of the values as the context of soft attention, to 1e-5', async () => {
    const photo = await family.encode(pixelsOf(golden.pictures[0].picture));
    const [places, size] = manifest.shapes.values;
    const { attention, context } = await runtime.run(
      'step',
      {
        token: { data: Int32Array.of(start), dims: [1] },
        state: { data: photo.state, dims: [1, manifest.shapes.stateSize] },
        keys: { data: photo.keys[manifest.attention.soft.keys], dims: manifest.shapes.keys },
        values: { data: photo.values, dims: manifest.shapes.values },
        noise: { data: new Float32Array(2 * places), dims: [1, 2, places] },
        mode: { data: Float32Array.from(manifest.attention.soft.mode), dims: [3] },
      },
      ['attention', 'context'],
    );
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let place = 0; place < places; place++) sum += attention.data[place] * photo.values[place * size + i];
      expect(Math.abs(sum - context.data[i])).toBeLessThan(1e-5);
    }
  });

  it('read nothing but the drawn places with hard attention', async () => {
    const photo = await family.encode(pixelsOf(golden.pictures[0].picture));
    const text = golden.pictures[0].soft.tokens.slice(0, 4);
    const hard: HardAttention = { samples: 1, seed: 5 };
    const [before] = await decodeForced(family.decoder(photo, hard), [text], hard, noPause);
    const size = manifest.shapes.values[1];
    const drawn = new Set(before.tokens.flatMap((token) => token.samples!));
    const others = photo.values.map((value, i) => (drawn.has(Math.floor(i / size)) ? value : value + 3));
    const [same] = await decodeForced(family.decoder({ ...photo, values: others }, hard), [text], hard, noPause);
    expect(same.tokens.map((t) => t.logProb)).toEqual(before.tokens.map((t) => t.logProb));
    const firstPlace = before.tokens[0].samples![0];
    const touched = photo.values.map((value, i) => (Math.floor(i / size) === firstPlace ? value + 3 : value));
    const [changed] = await decodeForced(family.decoder({ ...photo, values: touched }, hard), [text], hard, noPause);
    expect(changed.tokens[0].logProb).not.toBe(before.tokens[0].logProb);
    expect(changed.tokens[0].attention).toEqual(before.tokens[0].attention);
  });
});
