import { isSaccadeError } from 'saccade';

/** Longest that anything may take to settle before it counts as hanging. */
const HANG_MS = 60_000;

/** Fails unless `condition`. */
export function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** Settles with `promise`, or fails because it hangs. */
export function settles(promise, what = 'the call', limitMs = HANG_MS) {
  let timer;
  const hung = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs: nothing within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([promise, hung]).finally(() => clearTimeout(timer));
}

/**
 * Fails unless `promise` rejects with an error of this package that has the code (one of the codes), a message, a
 * remedy and cloneable details.
 *
 * @param facts - `message`: a pattern; `details`: fields that the details must have, values or tests.
 * @returns The error.
 */
export async function rejects(promise, codes, { message, details = {}, withinMs } = {}) {
  const error = await rejection(promise, withinMs);
  check(isSaccadeError(error), `rejected with ${describe(error)}, which is no error of this package`);
  check([codes].flat().includes(error.code), `rejected with ${error.code} ("${error.message}") instead of ${codes}`);
  check(error instanceof Error && error.message.length > 10, 'the error has no message');
  check(typeof error.remedy === 'string' && error.remedy.length > 10, `${error.code} has no remedy`);
  structuredClone(error.details);
  if (message) check(message.test(error.message), `the message "${error.message}" does not match ${message}`);
  for (const [name, expected] of Object.entries(details)) {
    const found = error.details[name];
    const fits = typeof expected === 'function' ? expected(found) : Object.is(found, expected);
    check(fits, `details.${name} is ${JSON.stringify(found)} in ${JSON.stringify(error.details)}`);
  }
  return error;
}

/** What a promise rejects with; fails if it resolves or hangs. */
export async function rejection(promise, limitMs = HANG_MS) {
  let value;
  try {
    value = await settles(promise, 'the call', limitMs);
  } catch (error) {
    if (error instanceof Error && error.message.includes('hangs: nothing within')) throw error;
    return error;
  }
  throw new Error(`resolved with ${describe(value)} instead of rejecting`);
}

/** Fails unless two captions say the same with the same probabilities. `tolerance` for pictures decoded in two ways. */
export function sameCaption(found, expected, tolerance = 1e-3) {
  check(found.text === expected.text, `"${found.text}" instead of "${expected.text}"`);
  const off = Math.abs(found.logProb - expected.logProb);
  check(off <= tolerance, `log-probability ${found.logProb} instead of ${expected.logProb}`);
}

/** Fails unless the caption is whole: words, maps that sum to 1, log-probabilities that are finite. */
export function wholeCaption(caption) {
  check(typeof caption.text === 'string' && caption.text.length > 0, 'the caption has no text');
  check(caption.tokens.map(({ text }) => text).join('') === caption.text, 'the tokens do not make the text');
  for (const { attention, logProb } of caption.tokens) {
    const sum = attention.reduce((a, b) => a + b, 0);
    check(Math.abs(sum - 1) < 1e-3, `a map sums to ${sum}`);
    check(Number.isFinite(logProb) && logProb <= 1e-6, `a log-probability is ${logProb}`);
  }
  return caption;
}

export function describe(value) {
  if (value instanceof Error || value instanceof DOMException) return `${value.name}: ${value.message}`;
  if (typeof value === 'object' && value !== null) return `${value.constructor?.name ?? 'object'} ${value.text ?? ''}`;
  return String(value);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
