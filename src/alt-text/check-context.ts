import { InvalidInputError } from '../shared/errors/invalid-input-error.ts';
import type { AltTextContext } from './context.ts';

const KNOWN = new Set<string>([
  ...['purpose', 'nearbyText', 'role', 'displayedWidth', 'displayedHeight', 'occurrences', 'maxLength', 'neutral'],
  ...['threshold', 'locale', 'disclosure', 'signal', 'background'],
]);

/**
 * Checks a context before anything is done with it.
 *
 * @throws {@link InvalidInputError} `bad-option` with the option's name in `details`.
 */
export function checkContext(context: AltTextContext): void {
  for (const option of Object.keys(context)) {
    if (!KNOWN.has(option))
      fail(option, (context as Record<string, unknown>)[option], `one of ${[...KNOWN].join(', ')}`);
  }
  const { purpose, nearbyText, occurrences, maxLength, threshold } = context;
  if (purpose !== undefined && purpose.control !== 'link' && purpose.control !== 'button') {
    fail('purpose', purpose, "{ control: 'link' } or { control: 'button' }");
  }
  if (
    nearbyText !== undefined &&
    !(Array.isArray(nearbyText) && nearbyText.every((text) => typeof text === 'string'))
  ) {
    fail('nearbyText', nearbyText, 'an array of strings');
  }
  if (occurrences !== undefined && !isInteger(occurrences, 1, Infinity))
    fail('occurrences', occurrences, 'an integer >= 1');
  if (maxLength !== undefined && !isInteger(maxLength, 20, 1000))
    fail('maxLength', maxLength, 'an integer from 20 to 1000');
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1))
    fail('threshold', threshold, 'a number from 0 to 1');
}

function isInteger(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function fail(option: string, value: unknown, expected: string): never {
  throw new InvalidInputError('bad-option', `The option ${option} is ${describe(value)}, not ${expected}.`, {
    details: { option, expected },
    remedy: `Pass ${expected} as ${option}, or leave it out.`,
  });
}

function describe(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
