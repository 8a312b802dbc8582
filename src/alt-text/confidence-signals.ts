import type { ConfidenceParameters, ConfidenceSignal } from '../shared/confidence-parameters.ts';
import type { Caption, CaptionToken } from '../shared/results.ts';
import { logistic } from './logistic.ts';
import type { HeadOutputs } from '../shared/linear-heads.ts';
import { foldName } from '../shared/fold-name.ts';
import { namesIn } from './named-things.ts';

/**
 * The numbers that a caption's confidence is computed from. models/confidence/signals.py must agree.
 *
 * @param caption - With as many candidates as `parameters.decode` asks for.
 * @param parameters - The model's calibration.
 * @param heads - What {@link applyHeads} says of the photo.
 */
export function confidenceSignals(
  caption: Caption,
  parameters: ConfidenceParameters,
  heads: HeadOutputs,
): Record<ConfidenceSignal, number> {
  const { tokens } = caption;
  const logProbs = tokens.map((token) => token.logProb);
  const named = tokens.filter((token) => isName(token, parameters, heads));
  const nameLogProbs = named.map((token) => token.logProb);
  const names = namesIn(caption.text, parameters, new Set(heads.support.keys()));
  const support = names.map((name) => logSigmoid(heads.support.get(name)!));
  return {
    logProbSum: caption.logProb,
    logProbMean: mean(logProbs),
    logProbMin: least(logProbs),
    nameLogProbSum: sum(nameLogProbs),
    nameLogProbMin: least(nameLogProbs),
    words: tokens.length,
    names: names.length,
    beamAgreement: beamAgreement(caption, parameters, names),
    entropy: mean(tokens.map((token) => entropy(token.attention))),
    support: sum(support),
    supportMin: least(support),
    supportOdds: odds(sum(support)),
    novelty: mean(heads.coordinates.map((coordinate) => coordinate ** 2)),
  };
}

function isName(token: CaptionToken, parameters: ConfidenceParameters, heads: HeadOutputs): boolean {
  return heads.support.has(foldName(token.text.trim(), parameters.fold));
}

/** Mean share of the other candidates, weighted by their probability, that name a thing too. 1 if nothing is named. */
function beamAgreement(caption: Caption, parameters: ConfidenceParameters, names: readonly string[]): number {
  const others = caption.candidates.slice(1);
  if (names.length === 0 || others.length === 0) return 1;
  const top = Math.max(...others.map((other) => other.logProb));
  const weights = others.map((other) => Math.exp(other.logProb - top));
  const said = others.map((other) => new Set(namesIn(other.text, parameters, new Set(names))));
  const agreed = names.map((name) => sum(weights.filter((_, i) => said[i]!.has(name))) / sum(weights));
  return mean(agreed);
}

/** Entropy of a distribution over places, in nats, as a share of the largest there can be. */
function entropy(distribution: Float32Array): number {
  let nats = 0;
  for (const p of distribution) if (p > 0) nats -= p * Math.log(p);
  return nats / Math.log(distribution.length);
}

/** Log-odds of what has this log-probability, kept within +-9.2. */
function odds(logProbability: number): number {
  const p = Math.exp(logProbability);
  return Math.log((p + 1e-4) / (1 - p + 1e-4));
}

function logSigmoid(logit: number): number {
  return Math.log(Math.max(1e-6, logistic(logit)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function least(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.min(...values);
}
