import { InvalidInputError } from './shared/errors/invalid-input-error.ts';
import type { AvailabilityOptions, CaptionOptions, CreateOptions } from './shared/options.ts';
import { CREATE_RULES, TIMEOUT_RULES, type Rules } from './option-rules.ts';

/**
 * Checks options before anything else happens: their names, types and ranges.
 *
 * @param call - Name of the call, for the message.
 * @param options - What the caller handed over; undefined counts as none.
 * @throws {@link InvalidInputError} `bad-option`, with the value and what is allowed.
 */
export function validateOptions(call: string, options: unknown, rules: Rules): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) throw badOption(call, 'options', options, 'an object');
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw unknownOption(call, name, Object.keys(rules));
    if (value !== undefined && !rule.accepts(value)) throw badOption(call, name, value, rule.allowed);
  }
}

/** Checks the options of `create`. @throws {@link InvalidInputError} `bad-option`. */
export function validateCreateOptions(options: CreateOptions): void {
  validateOptions('create', options, CREATE_RULES);
  validateOptions('create: timeouts', options.timeouts, TIMEOUT_RULES);
}

/** Checks the options of `availability`; it takes all that `create` takes. @throws as {@link validateCreateOptions}. */
export function validateAvailabilityOptions(options: AvailabilityOptions): void {
  validateOptions('availability', options, CREATE_RULES);
}

/**
 * Checks that options which are valid one by one agree with each other.
 *
 * @param defaultBeams - Beam width that the model uses if the caller names none.
 * @throws {@link InvalidInputError} `bad-option`.
 */
export function checkContradictions(call: string, options: CaptionOptions, defaultBeams: number): void {
  const { attention = 'soft', samples, temperature, topK, candidates = 1 } = options;
  const beams = options.beams ?? (temperature === undefined ? defaultBeams : 1);
  if (samples !== undefined && attention === 'soft') {
    throw badOption(call, 'samples', samples, "absent unless attention is 'hard': soft attention samples nothing");
  }
  if (temperature !== undefined && beams > 1) {
    throw badOption(call, 'beams', beams, '1 or absent with temperature: sampling and beam search exclude each other');
  }
  if (topK !== undefined && temperature === undefined) {
    throw badOption(call, 'topK', topK, 'absent unless temperature is set');
  }
  if (candidates > beams)
    throw badOption(call, 'candidates', candidates, `an integer from 1 to beams (${String(beams)})`);
}

/**
 * `bad-option`.
 *
 * @param allowed - What the value must be, to complete "must be ...".
 */
export function badOption(call: string, option: string, value: unknown, allowed: string): InvalidInputError {
  const shown = show(value);
  return new InvalidInputError('bad-option', `${call}: ${option} must be ${allowed}; it is ${shown}.`, {
    details: { call, option, value: shown, allowed },
    remedy: `Set ${option} to ${allowed}.`,
  });
}

function unknownOption(call: string, option: string, known: readonly string[]): InvalidInputError {
  const [nearest] = known
    .map((name) => ({ name, edits: distance(name.toLowerCase(), option.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const near = nearest && nearest.edits <= 2 ? nearest.name : undefined;
  const hint = near ? ` Did you mean "${near}"?` : '';
  return new InvalidInputError('bad-option', `${call}: unknown option "${option}".${hint}`, {
    details: { call, option, known },
    remedy: near ? `Write "${near}".` : `Remove it; ${call} knows ${known.join(', ')}.`,
  });
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value !== 'object' || value === null) return String(value).slice(0, 80);
  return Array.isArray(value) ? `an array of ${String(value.length)}` : 'an object';
}

/** Levenshtein distance, for "did you mean". */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substituted));
    }
    row = next;
  }
  return row[b.length]!;
}
