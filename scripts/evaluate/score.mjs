import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const ENVIRONMENTS = ['models/training/.venv/bin/python', 'models/training/.venv/Scripts/python.exe'];

/** The Python that has the recipe's requirements: given, the recipe's own environment, or the system's. */
export const findPython = (given) => given ?? ENVIRONMENTS.find(existsSync) ?? 'python3';

/**
 * Scores captions with models/training/eval.py.
 *
 * @param {string} python
 * @param {string} predictions - What `npm run caption` wrote.
 * @param {string} data - Captions, and boxes if there are any, a JSON line a photo.
 * @returns {Record<string, number | string>} Metrics by name.
 */
export function score(python, predictions, data) {
  const args = ['models/training/eval.py', 'score', predictions, data];
  return JSON.parse(execFileSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
}

/** Mean of the numbers of several runs; what is no number is taken from the first. */
export function meanMetrics(runs) {
  const mean = (name) => runs.reduce((sum, run) => sum + run[name], 0) / runs.length;
  const entries = Object.entries(runs[0]).map(([name, value]) => [
    name,
    typeof value === 'number' ? mean(name) : value,
  ]);
  return Object.fromEntries(entries);
}

/** A Markdown table: a row a metric, a column a run. */
export function metricsTable(columns) {
  const names = Object.keys(columns);
  const metrics = [...new Set(names.flatMap((name) => Object.keys(columns[name])))];
  const cell = (value) => (typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value ?? ''));
  const rows = metrics.map((metric) => [metric, ...names.map((name) => cell(columns[name][metric]))]);
  const header = ['', ...names];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
