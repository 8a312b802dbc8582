import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../../../src/shared/errors/error-codes.ts';
import { ERROR_CURES } from '../../../../../src/shared/errors/error-cures.ts';

const root = new URL('../../../../../', import.meta.url);
const page = readFileSync(new URL('docs/errors.md', root), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

/** Source of the package, the tables of codes left out. */
const source = ['src', 'worker']
  .flatMap((folder) => {
    const base = new URL(`${folder}/`, root);
    return readdirSync(base, { recursive: true, encoding: 'utf8' }).map((name) => new URL(name, base));
  })
  .filter(({ pathname }) => pathname.endsWith('.ts') && !/error-(codes|cures)\.ts$/.test(pathname))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

const codes = Object.entries(ERROR_CODES).flatMap(([name, table]) =>
  Object.entries(table).map(([code, cause]) => ({
    code,
    cause,
    cure: (ERROR_CURES as Record<string, Record<string, string>>)[name]![code]!,
  })),
);

describe('docs/errors.md', () => {
  it.each(codes)('has $code once, with its cause and its cure', ({ code, cause, cure }) => {
    const found = rows.filter((row) => row.startsWith(`| \`${code}\` `));
    expect(found).toHaveLength(1);
    const cells = found[0]!.split('|').map((cell) => cell.trim());
    expect(cells.slice(2, 4)).toEqual([cause, cure]);
    expect(cure.length).toBeGreaterThan(10);
  });

  it('has no code that does not exist', () => {
    expect(rows.map((row) => /`(.*?)`/.exec(row)![1])).toEqual(codes.map(({ code }) => code));
  });

  it.each(codes)('lists only what is thrown somewhere: $code', ({ code }) => {
    expect(source).toContain(`'${code}'`);
  });
});
