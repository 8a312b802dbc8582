import { mulberry32 } from '../numerics/random.ts';
import type { DecodedToken, DecoderModel, HardAttention, Pacing } from './decoder-model.ts';
import { hardNoise } from './hard-noise.ts';
import { tokenEvidence } from './token-evidence.ts';

/** Texts that are run through the step graph at once: bounds the copy of their log-probabilities. */
const BATCH = 8;

/** A text as the model sees it when it is made to say it. */
export interface ForcedCaption {
  /** A token for each of the text's; the end is apart. */
  tokens: DecodedToken[];
  endLogProb: number;
}

/**
 * Makes the model say given texts and notes what it thought of every word (teacher forcing).
 *
 * With hard attention each text draws from a generator of its own, started from the same seed: what is drawn for a
 * text does not depend on the others, and equals what a greedy caption of that seed draws.
 *
 * @param model - Photo and step graph.
 * @param texts - Token indices of each text, without start and end. An empty text gives only its end.
 * @param hard - Hard attention, or null.
 * @param pacing - What happens between steps.
 * @returns In the order of `texts`.
 * @throws What `pacing.pause` or the step rejects with.
 */
export async function decodeForced(
  model: DecoderModel,
  texts: readonly (readonly number[])[],
  hard: HardAttention | null,
  pacing: Pacing,
): Promise<ForcedCaption[]> {
  const results: ForcedCaption[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    results.push(...(await forceBatch(model, texts.slice(from, from + BATCH), hard, pacing)));
  }
  return results;
}

async function forceBatch(
  model: DecoderModel,
  texts: readonly (readonly number[])[],
  hard: HardAttention | null,
  pacing: Pacing,
): Promise<ForcedCaption[]> {
  const stateSize = model.initialState.length;
  const rows = texts.map((text) => ({
    text,
    state: model.initialState,
    random: hard === null ? null : mulberry32(hard.seed),
    caption: { tokens: [], endLogProb: 0 } as ForcedCaption,
  }));
  let live = rows;
  for (let position = 0; live.length > 0; position++) {
    await pacing.pause();
    const states = new Float32Array(live.length * stateSize);
    live.forEach((row, i) => {
      states.set(row.state, i * stateSize);
    });
    const result = await model.step({
      tokens: Int32Array.from(live, ({ text }) => (position === 0 ? model.start : text[position - 1]!)),
      states,
      noise:
        hard === null
          ? null
          : hardNoise(
              live.map((row) => row.random!),
              model.places,
            ),
      allLogProbs: true,
    });
    const logProbs = result.logProbs!;
    const vocabulary = logProbs.length / live.length;
    live.forEach((row, i) => {
      const id = row.text[position];
      if (id === undefined) {
        row.caption.endLogProb = logProbs[i * vocabulary + model.end]!;
        return;
      }
      const logProb = logProbs[i * vocabulary + id]!;
      row.caption.tokens.push({ id, logProb, ...tokenEvidence(result, i, model.places, hard) });
      row.state = result.states.slice(i * stateSize, (i + 1) * stateSize);
    });
    live = live.filter((row) => position < row.text.length);
  }
  return rows.map((row) => row.caption);
}
