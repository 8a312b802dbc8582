import type { CaptionOptions } from '../shared/options.ts';
import type { Caption, ModelInfo } from '../shared/results.ts';
import { assess, type Assessment } from './assessment.ts';
import { checkContext } from './check-context.ts';
import type { AltTextContext } from './context.ts';
import type { AltTextDecision, Draft, UnsureReason } from './decision.ts';
import { decorativeByFrame, decorativeByPixels, isTooSmall, type PictureFrame } from './decorative.ts';
import { disclosureFor } from './disclosure.ts';
import { withoutRepetition } from './nearby-text.ts';
import { neutralise } from './neutral-language.ts';
import { describePurpose } from './purpose.ts';
import { DEFAULT_MAX_LENGTH, shorten, toSentence, withoutPictureOf } from './sentence.ts';

/** What {@link altText} needs of a captioner. */
export interface AltTextCaptioner<Photo> {
  readonly model: ModelInfo;
  caption(photo: Photo, options?: CaptionOptions): Promise<Caption>;
}

/**
 * Decides what a picture's `alt` should be: a text, nothing, or a draft for a person to read.
 *
 * @param captioner - The captioner that describes and tells its model.
 * @param photo - Whatever the captioner takes.
 * @param context - Where the picture stands.
 * @returns The decision; look at its `kind` before using a text.
 * @throws {@link InvalidInputError} `bad-option`, and whatever `captioner.caption` rejects with.
 */
export async function altText<Photo>(
  captioner: AltTextCaptioner<Photo>,
  photo: Photo,
  context: AltTextContext = {},
): Promise<AltTextDecision> {
  checkContext(context);
  const early = decorativeByFrame(frameOf(photo, context));
  if (early) return { kind: 'decorative', reason: early };

  const caption = await captioner.caption(photo, captionOptions(captioner.model, context));
  const frame = { width: caption.grid.photoWidth, height: caption.grid.photoHeight, ...framing(context) };
  const picture = caption.signals?.picture;
  const reason = decorativeByFrame(frame) ?? (picture ? decorativeByPixels(picture) : null);
  if (reason) return { kind: 'decorative', reason };

  return decide(caption, assess(caption, captioner.model.confidence, context.threshold), isTooSmall(frame), context);
}

function decide(caption: Caption, assessment: Assessment, tooSmall: boolean, context: AltTextContext): AltTextDecision {
  const worded = withoutPictureOf(caption.text);
  const neutral = context.neutral === false ? { text: worded, changes: [] } : neutralise(worded);
  const draft: Draft = {
    confidence: assessment.confidence,
    disclosure: disclosureFor(assessment.confidence, context.locale, context.disclosure),
    language: caption.language,
    neutral,
    caption,
  };
  const maxLength = context.maxLength ?? DEFAULT_MAX_LENGTH;
  const reasons: UnsureReason[] = [...(tooSmall ? ['too-small' as const] : []), ...assessment.reasons];

  // The nearby text is in the page's words, so it is held against the neutral ones and the caption's own.
  const nearby = context.nearbyText ?? [];
  const left = withoutRepetition(neutral.text, [...nearby, ...nearby.map((text) => neutralise(text).text)]);
  let text = toSentence(left || neutral.text);
  if (context.purpose) {
    const outcome = describePurpose(context.purpose, text);
    if (outcome.kind === 'labelled') return { kind: 'decorative', reason: 'labelled-by-text' };
    text = outcome.draft;
    if (outcome.kind === 'unknown') reasons.push('function-unknown');
  } else if (left === '' && reasons.length === 0) {
    return { kind: 'decorative', reason: 'described-nearby' };
  }
  text = shorten(text, maxLength);
  return reasons.length === 0 ? { kind: 'alt', text, ...draft } : { kind: 'unsure', draft: text, reasons, ...draft };
}

function captionOptions(model: ModelInfo, context: AltTextContext): CaptionOptions {
  return {
    ...model.confidence?.decode,
    ...(context.background !== undefined && { background: context.background }),
    ...(context.signal && { signal: context.signal }),
  };
}

function framing(context: AltTextContext): Omit<PictureFrame, 'width' | 'height'> {
  return {
    ...(context.role !== undefined && { role: context.role }),
    ...(context.displayedWidth !== undefined && { displayedWidth: context.displayedWidth }),
    ...(context.displayedHeight !== undefined && { displayedHeight: context.displayedHeight }),
    ...(context.occurrences !== undefined && { occurrences: context.occurrences }),
  };
}

/** The frame as far as it is known without decoding; infinite where nothing is. */
function frameOf(photo: unknown, context: AltTextContext): PictureFrame {
  const element = typeof photo === 'object' && photo !== null ? (photo as Record<string, unknown>) : {};
  const width = element['naturalWidth'] ?? element['videoWidth'] ?? element['width'];
  const height = element['naturalHeight'] ?? element['videoHeight'] ?? element['height'];
  const known = typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0;
  return { ...(known ? { width, height } : { width: Infinity, height: Infinity }), ...framing(context) };
}
