/** What an option may be: a test, and the words for it that an error shows. */
export interface Rule {
  allowed: string;
  accepts: (value: unknown) => boolean;
}

/** A rule for each option of a call. Options that are absent or undefined always pass. */
export type Rules = Readonly<Record<string, Rule>>;

/**
 * Rule for an integer in a range.
 *
 * @param min - Smallest allowed, inclusive.
 * @param max - Largest allowed, inclusive.
 */
export function integer(min: number, max: number): Rule {
  return {
    allowed: `an integer from ${String(min)} to ${String(max)}`,
    accepts: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
  };
}

/**
 * Rule for one of a few literals.
 *
 * @param values - The literals, in the order an error lists them.
 */
export function oneOf(...values: readonly (string | number)[]): Rule {
  return {
    allowed: values.map((value) => JSON.stringify(value)).join(' or '),
    accepts: (value) => values.includes(value as string),
  };
}

const BOOLEAN: Rule = { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' };

const FUNCTION: Rule = { allowed: 'a function', accepts: (value) => typeof value === 'function' };

const ADDRESS: Rule = {
  allowed: 'a URL, or a string that is one (relative to the page)',
  accepts: (value) => value !== '' && (typeof value === 'string' || value instanceof URL) && isAddress(String(value)),
};

function isAddress(text: string): boolean {
  try {
    return new URL(text, 'https://page.invalid/').href !== '';
  } catch {
    return false;
  }
}

const FOLDER: Rule = {
  allowed: "a folder's URL, ending in /",
  accepts: (value) => ADDRESS.accepts(value) && /\/(?:[?#].*)?$/.test(String(value)),
};

const SIGNAL: Rule = {
  allowed: 'an AbortSignal',
  accepts: (value) => typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value,
};

const RESTRAINT: Rule = {
  allowed: 'a number from 0 to 4',
  accepts: (value) => typeof value === 'number' && value >= 0 && value <= 4,
};

const TEMPERATURE: Rule = {
  allowed: 'a number above 0, at most 10',
  accepts: (value) => typeof value === 'number' && value > 0 && value <= 10,
};

const WORDS: Rule = {
  allowed: 'an array of words',
  accepts: (value) => Array.isArray(value) && value.every((word) => typeof word === 'string' && word.trim() !== ''),
};

/** Colours that mean something only within a style sheet are refused: the worker has none. */
const COLOR: Rule = {
  allowed: 'a CSS colour that does not depend on a style sheet',
  accepts: (value) =>
    typeof value === 'string' &&
    !/\b(?:inherit|initial|unset|revert|revert-layer|currentcolor)\b|var\(/i.test(value) &&
    (typeof CSS === 'undefined' ? value.trim() !== '' : CSS.supports('color', value)),
};

const MILLISECONDS: Rule = {
  allowed: 'milliseconds above 0, or Infinity',
  accepts: (value) => typeof value === 'number' && value > 0,
};

const TIMEOUTS = { startMs: MILLISECONDS, stallMs: MILLISECONDS, sessionMs: MILLISECONDS, runMs: MILLISECONDS };

const OBJECT: Rule = {
  allowed: 'an object',
  accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** Options of `Captioner.create`. */
export const CREATE_RULES: Rules = {
  backend: oneOf('auto', 'webgpu', 'wasm'),
  model: ADDRESS,
  assetBase: FOLDER,
  workerUrl: ADDRESS,
  threads: integer(1, 8),
  cache: BOOLEAN,
  monitor: FUNCTION,
  timeouts: OBJECT,
  signal: SIGNAL,
};

/** Fields of `timeouts`. */
export const TIMEOUT_RULES: Rules = TIMEOUTS;

/** Options that say how attention reads the photo; all that `align` and `rank` take. */
export const ALIGN_RULES: Rules = {
  attention: oneOf('soft', 'hard'),
  samples: oneOf(1, 2),
  seed: integer(0, 4_294_967_295),
  background: COLOR,
  signal: SIGNAL,
};

/** Options of `look`. */
export const LOOK_RULES: Rules = { background: COLOR, signal: SIGNAL };

/**
 * Options of `caption` and `captionStreaming`.
 *
 * @param vocabularySize - Of the loaded model: the largest `topK`.
 */
export function captionRules(vocabularySize: number): Rules {
  return {
    ...ALIGN_RULES,
    beams: integer(1, 8),
    candidates: integer(1, 8),
    maxTokens: integer(1, 64),
    temperature: TEMPERATURE,
    topK: integer(1, vocabularySize),
    suppress: WORDS,
    restraint: RESTRAINT,
  };
}
