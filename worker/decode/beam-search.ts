import { mulberry32, type RandomUint32 } from '../numerics/random.ts';
import type { DecodedCaption, DecodedToken, DecoderModel, HardAttention, Pacing } from './decoder-model.ts';
import { hardNoise } from './hard-noise.ts';
import { commonPrefix, saidTokens, toCaption, type EndedHypothesis, type Hypothesis } from './hypothesis.ts';
import { nextTokens } from './next-tokens.ts';
import { tokenEvidence } from './token-evidence.ts';
import { allowedAfter, type TokenMask } from './token-mask.ts';

/** Options of {@link beamSearch}. */
export interface BeamSearchOptions {
  mask: TokenMask;
  /** Integer >= 1. */
  maxTokens: number;
  /** Beam width, integer >= 1. */
  beams: number;
  /** Finished captions wanted, integer 1 to `beams`. */
  candidates: number;
  /** Captions are ranked by the sum of their tokens' ranks over `length ** lengthPenalty`, the end counting as a token. */
  lengthPenalty: number;
  hard: HardAttention | null;
  /** Receives settled tokens: those that every caption which can still win begins with. */
  onToken: ((token: DecodedToken) => void) | null;
}

/** A caption that has just ended. */
interface Ended extends Omit<EndedHypothesis, 'score'> {
  rank: number;
}

/** An unfinished caption and where the model stands after it. */
interface Beam {
  hypothesis: Hypothesis | null;
  logProb: number;
  /** Sum of the tokens' `rank`. */
  rank: number;
  state: Float32Array;
}

/**
 * Beam search; all live beams are extended in one run of the step graph.
 *
 * Each beam carries its own maps and, with hard attention, its own draws. A caption that ends among the best `beams`
 * extensions is finished; beams that cannot beat the finished captions, whatever they say next, are dropped, and the
 * search ends when none is left.
 *
 * @param model - Photo and step graph.
 * @param options - See {@link BeamSearchOptions}.
 * @param pacing - What happens between steps.
 * @returns Up to `candidates` finished captions, best first; the best cut one if none finished within `maxTokens`.
 * @throws What `pacing.pause` or the step rejects with.
 */
export async function beamSearch(
  model: DecoderModel,
  options: BeamSearchOptions,
  pacing: Pacing,
): Promise<DecodedCaption[]> {
  const { maxTokens, candidates, onToken } = options;
  const random = options.hard === null ? null : mulberry32(options.hard.seed);
  const score = (rank: number, length: number): number => rank / length ** options.lengthPenalty;
  let live: Beam[] = [{ hypothesis: null, logProb: 0, rank: 0, state: model.initialState }];
  let finished: EndedHypothesis[] = [];
  let emitted = 0;
  const emit = (settled: readonly Hypothesis[]): void => {
    for (; emitted < settled.length; emitted++) onToken?.(settled[emitted]!.token);
  };
  for (let length = 1; length <= maxTokens && live.length > 0; length++) {
    await pacing.pause();
    const { ended, extended } = await extend(model, options, live, random);
    const scored = ended.map((end) => ({ ...end, score: score(end.rank, length) }));
    // Array.sort is stable, so that of equals the one found first stays ahead.
    finished = [...finished, ...scored].sort((a, b) => b.score - a.score).slice(0, candidates);
    // Ranks only fall, so the best that a beam can reach is its own sum over the most favourable length.
    const reachable = (beam: Beam): number => Math.max(score(beam.rank, length + 1), score(beam.rank, maxTokens));
    const toBeat = finished.length < candidates ? -Infinity : finished.at(-1)!.score;
    live = extended.filter((beam) => reachable(beam) > toBeat);
    const best = finished[0];
    const contenders = live.filter((beam) => best === undefined || reachable(beam) > best.score);
    const roots = contenders.map((beam) => beam.hypothesis);
    if (best !== undefined) roots.push(best.last);
    emit(commonPrefix(roots));
  }
  if (finished.length === 0) {
    const cut = live.reduce((a, b) => (b.rank > a.rank ? b : a));
    const length = Math.max(1, cut.hypothesis?.length ?? 0);
    finished = [{ last: cut.hypothesis, logProb: cut.logProb, score: score(cut.rank, length), complete: false }];
  }
  emit(commonPrefix([finished[0]!.last]));
  return finished.map(toCaption);
}

/** Extends all beams by a token: the best extensions by sum of log-probabilities, apart those that end. */
async function extend(
  model: DecoderModel,
  { mask, beams, hard }: BeamSearchOptions,
  live: readonly Beam[],
  random: RandomUint32 | null,
): Promise<{ ended: Ended[]; extended: Beam[] }> {
  const stateSize = model.initialState.length;
  const states = new Float32Array(live.length * stateSize);
  live.forEach((beam, row) => {
    states.set(beam.state, row * stateSize);
  });
  const { result, next } = await nextTokens(
    model.step,
    {
      tokens: Int32Array.from(live, (beam) => beam.hypothesis?.token.id ?? model.start),
      states,
      noise:
        random === null
          ? null
          : hardNoise(
              live.map(() => random),
              model.places,
            ),
    },
    // One more than the width: the end may be one of them.
    beams + 1,
    live.map((beam) => allowedAfter(mask, saidTokens(beam.hypothesis))),
    mask.reluctance,
  );
  const extensions = next
    .flatMap((tokens, row) =>
      tokens.map(({ id, logProb, rank }) => ({
        row,
        token: { id, logProb },
        logProb: live[row]!.logProb + logProb,
        rank: live[row]!.rank + rank,
      })),
    )
    .sort((a, b) => b.rank - a.rank);
  const ended: Ended[] = [];
  const extended: Beam[] = [];
  extensions.forEach(({ row, token, logProb, rank }, place) => {
    const parent = live[row]!.hypothesis;
    if (token.id === mask.end) {
      if (place < beams) ended.push({ last: parent, logProb, rank, complete: true });
    } else if (extended.length < beams) {
      const hypothesis: Hypothesis = {
        token: { ...token, ...tokenEvidence(result, row, model.places, hard) },
        parent,
        length: (parent?.length ?? 0) + 1,
        logProb,
      };
      extended.push({ hypothesis, logProb, rank, state: result.states.slice(row * stateSize, (row + 1) * stateSize) });
    }
  });
  // Nothing is left to say when the caller suppressed all there is: what was said is the caption.
  if (ended.length === 0 && extended.length === 0) {
    for (const beam of live)
      ended.push({ last: beam.hypothesis, logProb: beam.logProb, rank: beam.rank, complete: true });
  }
  return { ended, extended };
}
