import type { Manifest } from '../../src/shared/manifest.ts';

type Check = (value: unknown) => boolean;

const HASH = /^[0-9a-f]{64}$/;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Check = (value) => typeof value === 'string' && value !== '';
const natural: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const positive: Check = (value) => natural(value) && value !== 0;
const numbers =
  (length?: number): Check =>
  (value) =>
    Array.isArray(value) &&
    value.every((item) => typeof item === 'number') &&
    (length === undefined || value.length === length);
const file: Check = (value) =>
  isObject(value) &&
  text(value.path) &&
  positive(value.bytes) &&
  HASH.test(String(value.sha256)) &&
  positive(value.chunkBytes) &&
  Array.isArray(value.chunks) &&
  value.chunks.length === Math.ceil((value.bytes as number) / (value.chunkBytes as number)) &&
  value.chunks.every((chunk) => HASH.test(String(chunk)));

/** What this version needs of a manifest; models/manifest.schema.json says everything. */
const RULES: Readonly<Record<string, Check>> = {
  'name': text,
  'version': text,
  'family': text,
  'language': text,
  'files.encoder': file,
  'files.step': file,
  'files.reference': (value) => value === undefined || file(value),
  'preprocessing.width': positive,
  'preprocessing.height': positive,
  'preprocessing.fit': (value) => value === 'squash',
  'preprocessing.resize': (value) => value === 'pillow-bicubic' || value === 'pillow-bilinear',
  'preprocessing.mean': numbers(3),
  'preprocessing.std': numbers(3),
  'grid.rows': positive,
  'grid.columns': positive,
  'shapes.keys': numbers(2),
  'shapes.values': numbers(2),
  'shapes.stateSize': positive,
  'shapes.topK': positive,
  'tokens.pad': natural,
  'tokens.start': natural,
  'tokens.end': natural,
  'tokens.unknown': natural,
  'tokens.joiner': (value) => typeof value === 'string',
  'vocabulary': (value) => Array.isArray(value) && value.length > 4 && value.every((word) => typeof word === 'string'),
  'maxTokens': positive,
  'attention.soft.keys': text,
  'attention.soft.mode': numbers(3),
  'attention.hard.keys': text,
  'attention.hard.modes.1': numbers(3),
  'attention.hard.modes.2': numbers(3),
  'defaults.beams': positive,
  'defaults.lengthPenalty': (value) => typeof value === 'number' && Number.isFinite(value),
  'selfTest.tokens': numbers(),
  'selfTest.valuesSample': numbers(),
  'selfTest.attentionFirstStep': numbers(),
  'licenses': isObject,
  'metrics': isObject,
};

/**
 * Whether something is a manifest that this version can use.
 *
 * @param value - Parsed JSON.
 * @returns Paths of the fields that are missing or wrong; none if all is well. `formatVersion` is not looked at.
 */
export function manifestFlaws(value: unknown): string[] {
  if (!isObject(value)) return ['(the whole)'];
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
  return Object.entries(RULES).flatMap(([path, check]) => (check(at(path)) ? [] : [path]));
}

/** Whether a checked value is one; narrows the type. */
export function isManifest(value: unknown): value is Manifest {
  return manifestFlaws(value).length === 0;
}
