import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifestFlaws } from '../../../../worker/assets/check-manifest.ts';
import { parseManifest } from '../../../../worker/assets/fetch-manifest.ts';

const text = readFileSync(new URL('../../../fixtures/tiny-pack/manifest.json', import.meta.url), 'utf8');
const changed = (change: (manifest: Record<string, never>) => void): string => {
  const manifest = JSON.parse(text) as Record<string, never>;
  change(manifest);
  return JSON.stringify(manifest);
};
const set = (path: string, value: unknown) => (manifest: Record<string, never>) => {
  const keys = path.split('.');
  const last = keys.pop()!;
  (
    keys.reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, manifest) as Record<
      string,
      unknown
    >
  )[last] = value;
};

describe('parseManifest', () => {
  it('accepts the manifest of the tiny pack, and one with a reference', () => {
    expect(parseManifest('m', text).name).toBe('tiny');
    const file = (JSON.parse(text) as { files: { step: unknown } }).files.step;
    expect(parseManifest('m', changed(set('files.reference', file))).files.reference).toEqual(file);
  });

  for (const [path, value] of [
    ['name', ''],
    ['files.encoder.sha256', 'ABC'],
    ['files.encoder.bytes', 1.5],
    ['files.step.chunks', []],
    ['files.reference', 'x'],
    ['preprocessing.mean', [1, 2]],
    ['preprocessing.resize', 'nearest'],
    ['grid.rows', 0],
    ['tokens.end', -1],
    ['vocabulary', ['a']],
    ['attention.hard.modes', {}],
    ['defaults.lengthPenalty', null],
    ['selfTest', undefined],
    ['licenses', []],
  ] as const) {
    it(`names the field when ${path} is ${JSON.stringify(value) ?? 'missing'}`, () => {
      const parse = () => parseManifest('https://example.test/m.json', changed(set(path, value)));
      expect(parse).toThrowError(
        expect.objectContaining({
          code: 'manifest-invalid',
          message: expect.stringContaining(path.replace(/^(files\.\w+)\..*/, '$1')) as string,
        }),
      );
    });
  }

  it('names text that is no JSON, and JSON that is no manifest', () => {
    for (const wrong of ['', '{', 'Not found', '[]', 'null', '{"format":"other"}']) {
      expect(() => parseManifest('m', wrong)).toThrowError(expect.objectContaining({ code: 'manifest-invalid' }));
    }
  });

  it('names a format version that it does not know', () => {
    const newer = changed(set('formatVersion', 2));
    expect(() => parseManifest('m', newer)).toThrowError(expect.objectContaining({ code: 'manifest-unsupported' }));
  });
});

describe('manifestFlaws', () => {
  it('says that the whole is wrong when it is no object', () => {
    for (const value of [null, 1, 'x', []]) expect(manifestFlaws(value)).toEqual(['(the whole)']);
  });
});
