import type { Manifest } from '../../src/shared/manifest.ts';
import type { DecoderModel, HardAttention } from '../decode/decoder-model.ts';
import { NOISE_ROWS } from '../decode/hard-noise.ts';
import type { StepRequest, StepResult } from '../decode/step-function.ts';
import type { Value } from '../runtime/graph-session.ts';
import type { EncodedPhoto, Family, RunGraph } from './family.ts';

const STEP_OUTPUTS = ['top_log_probs', 'top_tokens', 'attention', 'next_state'] as const;

/**
 * Show, Attend and Tell (Xu et al. 2015): a grid of features, and a recurrent decoder that attends to it.
 *
 * `encoder`: `pixels` -> `keys` (one output for each way of attending, or one for both), `values`, `state`.
 * `step`: `token`, `state`, `keys`, `values`, `noise`, `mode` -> `log_probs`, `top_log_probs`, `top_tokens`,
 * `attention`, `places`, `next_state`. Shapes are in the manifest; `mode` weighs soft attention and the two draws.
 *
 * @param manifest - Of the model pack.
 * @param run - Runs a graph.
 */
export function showAttendTell(manifest: Manifest, run: RunGraph): Family {
  const { preprocessing, shapes, tokens, attention, grid } = manifest;
  const places = grid.rows * grid.columns;
  const { stateSize } = shapes;
  const keyNames = [...new Set([attention.soft.keys, attention.hard.keys])];

  return {
    async encode(pixels) {
      const dims = [1, 3, preprocessing.height, preprocessing.width];
      const outputs = await run('encoder', { pixels: { data: pixels, dims } }, [...keyNames, 'values', 'state']);
      const keys: Record<string, Float32Array> = {};
      for (const name of keyNames) keys[name] = floats(outputs[name]!);
      return { keys, values: floats(outputs['values']!), state: floats(outputs['state']!) };
    },

    decoder(photo: EncodedPhoto, hard: HardAttention | null): DecoderModel {
      const way = hard === null ? attention.soft : attention.hard;
      const weights = hard === null ? attention.soft.mode : attention.hard.modes[hard.samples];
      const fixed = {
        keys: { data: photo.keys[way.keys]!, dims: shapes.keys },
        values: { data: photo.values, dims: shapes.values },
        mode: { data: Float32Array.from(weights), dims: [3] },
      };
      const step = async ({ tokens, states, noise, allLogProbs }: StepRequest): Promise<StepResult> => {
        const rows = tokens.length;
        const noiseLength = rows * NOISE_ROWS * places;
        const feeds = {
          ...fixed,
          token: { data: tokens, dims: [rows] },
          state: { data: states, dims: [rows, stateSize] },
          // Soft attention weighs the draws with 0, so that the noise only has to have its shape.
          noise: { data: noise ?? new Float32Array(noiseLength), dims: [rows, NOISE_ROWS, places] },
        };
        const outputs = await run('step', feeds, [
          ...STEP_OUTPUTS,
          ...(hard === null ? [] : (['places'] as const)),
          ...(allLogProbs ? (['log_probs'] as const) : []),
        ]);
        return {
          topTokens: integers(outputs.top_tokens),
          topLogProbs: floats(outputs.top_log_probs),
          logProbs: allLogProbs ? floats(outputs.log_probs) : null,
          attention: floats(outputs.attention),
          places: hard === null ? new Int32Array(rows * NOISE_ROWS) : integers(outputs.places),
          states: floats(outputs.next_state),
        };
      };
      return { step, initialState: photo.state, places, start: tokens.start, end: tokens.end };
    },
  };
}

function floats(value: Value): Float32Array {
  if (value.data instanceof Float32Array) return value.data;
  throw new TypeError('The graph gives integers where it should give floats.');
}

function integers(value: Value): Int32Array {
  if (value.data instanceof Int32Array) return value.data;
  throw new TypeError('The graph gives floats where it should give integers.');
}
