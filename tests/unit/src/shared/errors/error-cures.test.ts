import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '../../../../../src/shared/errors/error-codes.ts';
import { ERROR_CURES } from '../../../../../src/shared/errors/error-cures.ts';

const entries = Object.entries(ERROR_CODES).flatMap(([name, codes]) =>
  Object.entries(codes).map(([code, cause]) => ({ name, code, cause })),
);

describe('the table of errors', () => {
  test('has each code once', () => {
    const codes = entries.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test.each(entries)('tells cause and cure of $code in whole sentences', ({ name, code, cause }) => {
    const cure = (ERROR_CURES as Record<string, Record<string, string>>)[name]![code]!;
    expect(cause).toMatch(/^[A-Z].*\.$/);
    expect(cure).toMatch(/^[A-Z`].*\.$/);
  });
});
