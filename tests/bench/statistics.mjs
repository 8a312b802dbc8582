import { Random } from '../fuzz/page/random.js';

/** Median and quartiles of numbers; null for none. */
export function summarize(values) {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75), n: sorted.length };
}

/** Linear interpolation between the neighbours. */
function quantile(sorted, q) {
  const at = (sorted.length - 1) * q;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** `summarize` of each numeric field of a list of records. */
export function summarizeFields(records) {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  const fields = {};
  for (const name of names) {
    const values = records.map((record) => record[name]).filter((value) => typeof value === 'number');
    if (values.length > 0) fields[name] = summarize(values);
  }
  return fields;
}

/**
 * A new order of `items`, the same for the same seed: where contenders take turns, none should always come after the same one,
 * which leaves the caches as it likes.
 */
export function shuffled(items, seed) {
  const random = new Random(seed * 1_000_003);
  return items
    .map((item) => [random.next(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
