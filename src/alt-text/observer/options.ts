import type { AltTextContext } from '../context.ts';
import type { AltTextDecision } from '../decision.ts';

/** What {@link observeImages} needs of a captioner; a `Captioner` has it. */
export interface ImageDescriber {
  altText(photo: ImageBitmap | HTMLImageElement, context?: AltTextContext): Promise<AltTextDecision>;
}

/** How much an observer may do. */
export interface ObserverBudget {
  /** Pictures that may be described, integer >= 0; pictures that are the same count once. @default 100 */
  images?: number;
  /** Milliseconds that describing may take in all. @default Infinity */
  milliseconds?: number;
}

/** Why a picture was left as it was. */
export type SkipReason = 'unsure' | 'broken' | 'cross-origin' | 'budget' | 'failed';

/** One picture that an observer has dealt with. */
export interface ObservedImage {
  element: Element;
  /** Address of the picture that was shown. */
  url: string;
  /** `described`: a text was written. `decorative`: an empty alt was written. `skipped`: nothing was. */
  outcome: 'described' | 'decorative' | 'skipped';
  /** Set if `skipped`. */
  skipped?: SkipReason;
  /** The decision, where there is one. */
  decision?: AltTextDecision;
  /** What failed, where something did. */
  error?: unknown;
}

/** Options of {@link observeImages}. */
export interface ObserveOptions {
  /** Also describe elements whose CSS `background-image` is a picture. @default false */
  backgrounds?: boolean;
  /** Write what marks the text as automatic into the text itself, where every reader meets it. @default true */
  disclose?: boolean;
  /** How much may be done in all. */
  budget?: ObserverBudget;
  /** Work although the visitor asked the browser to save data. @default false */
  ignoreSaveData?: boolean;
  /** How far from the viewport a picture is described, as `IntersectionObserver` spells it. @default '200px' */
  rootMargin?: string;
  /** What every picture's context holds besides what the page tells: `threshold`, `neutral`, `locale`, … */
  context?: AltTextContext;
  /** Called once for each picture dealt with. */
  onImage?: (image: ObservedImage) => void;
}

/** A page observer at work. */
export interface ImageObserver {
  /** False if the visitor saves data, or after `stop`. */
  readonly active: boolean;
  /** Everything dealt with so far, by element. */
  readonly images: ReadonlyMap<Element, ObservedImage>;
  /** Looks again for pictures and shadow roots that no event told of. */
  scan(): void;
  /** Resolves once nothing that is in view waits any more. */
  settled(): Promise<void>;
  /** Ends the work and takes back everything that was written. */
  stop(): void;
}
