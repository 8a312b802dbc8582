export { Captioner } from './captioner.ts';
export type { View } from './view.ts';
export type { Availability } from './availability.ts';
export type { CaptionStream } from './caption-stream.ts';
export type { PhotoSource } from './photo-source.ts';
export { isSaccadeError, SaccadeError, type SaccadeErrorOptions } from './shared/errors/saccade-error.ts';
export { EnvironmentError } from './shared/errors/environment-error.ts';
export { InferenceError } from './shared/errors/inference-error.ts';
export { InvalidInputError } from './shared/errors/invalid-input-error.ts';
export { LifecycleError } from './shared/errors/lifecycle-error.ts';
export { ModelLoadError } from './shared/errors/model-load-error.ts';
export type { CodesOf, ErrorCode, ErrorName } from './shared/errors/error-codes.ts';
export type {
  AlignOptions,
  AttentionMode,
  AvailabilityOptions,
  BackendPreference,
  CaptionOptions,
  CreateMonitor,
  CreateOptions,
  DecodeOptions,
  LookOptions,
  PhotoOptions,
  StageTimeouts,
} from './shared/options.ts';
export type {
  AlignedToken,
  Alignment,
  BackendInfo,
  Caption,
  CaptionCandidate,
  CaptionTimings,
  CaptionToken,
  Grid,
  ModelInfo,
  Ranked,
} from './shared/results.ts';
export { attentionEntropy } from './attention/entropy.ts';
export { regions, bestRegionMass, type AttentionRegion, type RegionOptions } from './attention/regions.ts';
export { locate, phraseAttention, type Location } from './attention/locate.ts';
export { groundingOf, type Grounding } from './attention/grounding.ts';
export { placeSentence } from './attention/place-sentence.ts';
export { upsampleMap, type FractionBox, type UpsampleMethod, type UpsampleOptions } from './attention/upsample.ts';
export { colorTable, type ColorMapName } from './attention/color-map.ts';
export { placePhoto, type ObjectFit, type PhotoPlacement, type PixelRect } from './attention/photo-rect.ts';
export { drawAttention, type AnyCanvas, type DrawablePhoto, type DrawOptions } from './attention/draw-attention.ts';
export { overlayAttention } from './attention/overlay-attention.ts';
export type { AttentionStyle } from './attention/paint-map.ts';
export type { GridShape } from './attention/grid-shape.ts';
export {
  toJSON,
  fromJSON,
  type CompactCaption,
  type CompactCandidate,
  type CompactToken,
} from './attention/compact.ts';
export { renderFigure, type FigureOptions } from './attention/render-figure.ts';
export { renderFigureSvg } from './attention/render-figure-svg.ts';
export { layoutFigure, type FigureLayout, type FigureMeasures } from './attention/figure-layout.ts';
export type { FigureHeading, FigureTile } from './attention/figure-layout.ts';
export { sharedCaptioner } from './shared-captioner.ts';
export type { AltTextContext } from './alt-text/context.ts';
export type {
  AltText,
  AltTextDecision,
  Decorative,
  DecorativeReason,
  Draft,
  Unsure,
  UnsureReason,
} from './alt-text/decision.ts';
export { confidenceLevel, disclosureFor } from './alt-text/disclosure.ts';
export type { ConfidenceLevel, DisclosureMessages } from './alt-text/disclosure.ts';
export { neutralise, revertNeutral, type NeutralChange, type NeutralText } from './alt-text/neutral-language.ts';
export type { ChangeCause } from './alt-text/neutral-segments.ts';
export type { Purpose } from './alt-text/purpose.ts';
export { observeImages } from './alt-text/observer/observe-images.ts';
export type {
  ImageDescriber,
  ImageObserver,
  ObservedImage,
  ObserveOptions,
  ObserverBudget,
  SkipReason,
} from './alt-text/observer/options.ts';
export { pageContext } from './alt-text/observer/page-context.ts';
export type { ConfidenceParameters, ConfidenceSignal, LogisticModel } from './shared/confidence-parameters.ts';
export type { CaptionSignals, PictureStatistics } from './shared/signals.ts';
