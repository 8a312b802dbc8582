export * from './shared/errors/saccade-error.ts';
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
