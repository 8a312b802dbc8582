import type { ConfidenceParameters, LogisticModel } from '../shared/confidence-parameters.ts';
import type { Caption } from '../shared/results.ts';
import type { PictureStatistics } from '../shared/signals.ts';
import { confidenceSignals } from './confidence-signals.ts';
import type { UnsureReason } from './decision.ts';
import { isBlack } from './decorative.ts';
import { applyHeads } from '../shared/linear-heads.ts';
import { logistic } from './logistic.ts';

/** How far a caption is to be trusted. */
export interface Assessment {
  /** Calibrated probability, 0 to 1; 0 for a picture that the model is not made for, or a model without calibration. */
  confidence: number;
  /** Why the caption must be read by a person; empty if it may stand. */
  reasons: UnsureReason[];
}

/**
 * Judges a caption.
 *
 * @param caption - Decoded as `parameters.decode` says, with its signals.
 * @param parameters - The model's calibration; without it every caption is unsure.
 * @param threshold - Lowest confidence of a caption that may stand. @default `parameters.threshold`
 */
export function assess(caption: Caption, parameters?: ConfidenceParameters, threshold?: number): Assessment {
  const heads = parameters && caption.signals && applyHeads(parameters, caption.signals.feature);
  if (!heads) return { confidence: 0, reasons: ['not-calibrated'] };
  const { picture } = caption.signals!;
  if (isBlack(picture)) return { confidence: 0, reasons: ['nothing-visible'] };
  const notPhoto = logistic(heads.notPhoto + weigh(parameters.notPhoto, { ...picture }));
  const signals = confidenceSignals(caption, parameters, heads);
  const confidence = logistic(weigh(parameters.confidence, signals));
  const reasons: UnsureReason[] = [];
  if (notPhoto > parameters.notPhoto.threshold) reasons.push('not-a-photo');
  if (signals.novelty > parameters.noveltyLimit) reasons.push('unfamiliar');
  // What the calibration photos are unlike has no calibrated confidence.
  if (reasons.length > 0) return { confidence: Math.min(confidence, 1 - notPhoto), reasons };
  if (confidence < (threshold ?? parameters.threshold)) reasons.push('low-confidence');
  return { confidence, reasons };
}

function weigh(model: LogisticModel<string>, signals: PictureStatistics | Record<string, number>): number {
  return Object.entries(model.weights).reduce(
    (logit, [name, weight]) => logit + weight! * (signals as Record<string, number>)[name]!,
    model.bias,
  );
}
