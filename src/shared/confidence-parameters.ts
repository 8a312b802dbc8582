/** Signals that {@link ConfidenceParameters} may weigh; src/alt-text/confidence-signals.ts computes them. */
export type ConfidenceSignal =
  | 'logProbSum'
  | 'logProbMean'
  | 'logProbMin'
  | 'nameLogProbSum'
  | 'nameLogProbMin'
  | 'words'
  | 'names'
  | 'beamAgreement'
  | 'entropy'
  | 'support'
  | 'supportMin'
  | 'supportOdds'
  | 'novelty';

/** A logistic model over standardised signals. */
export interface LogisticModel<Signal extends string> {
  bias: number;
  /** What to add to the logit for each unit of the signal, by signal; those left out count nothing. */
  weights: Partial<Record<Signal, number>>;
}

/**
 * How sure a model's captions are: fitted by models/confidence, read by `altText`, carried by the manifest.
 *
 * The event whose probability is predicted: every person, animal and thing that the caption names is in the photo.
 */
export interface ConfidenceParameters {
  formatVersion: 1;
  /** How the caption must be decoded for the signals to mean what they meant when they were fitted. */
  decode: { beams: number; candidates: number };
  /** Names whose presence is judged, one row of `heads` each, in this order. */
  names: string[];
  /** Words that stand for another name: `woman` for `person`. Words not listed stand for themselves, less a plural s. */
  fold: Record<string, string>;
  /**
   * Linear heads over the photo's mean feature: first one a name (log-odds that people name it), then `components`
   * principal directions (standardised coordinates), last the log-odds that the picture is no photo.
   */
  heads: {
    /** Length of the feature. */
    width: number;
    /** Principal directions among the rows. */
    components: number;
    /** Base64 of `int8`, `[names + components + 1, width]`, row-major. */
    weights: string;
    /** Factor of each row. */
    scales: number[];
    /** Added to each row's product. */
    biases: number[];
  };
  confidence: LogisticModel<ConfidenceSignal>;
  /** Adds to the last head's log-odds what the pixel statistics say. */
  notPhoto: LogisticModel<string> & { threshold: number };
  /** Largest `novelty` of a photo that counts as familiar. */
  noveltyLimit: number;
  /** Lowest confidence of an `alt`, unless the caller says otherwise. */
  threshold: number;
}
