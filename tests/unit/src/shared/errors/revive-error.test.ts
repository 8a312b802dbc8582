import { describe, expect, test } from 'vitest';
import { InferenceError } from '../../../../../src/shared/errors/inference-error.ts';
import { InvalidInputError } from '../../../../../src/shared/errors/invalid-input-error.ts';
import { EnvironmentError } from '../../../../../src/shared/errors/environment-error.ts';
import { LifecycleError } from '../../../../../src/shared/errors/lifecycle-error.ts';
import { ModelLoadError } from '../../../../../src/shared/errors/model-load-error.ts';
import { isSaccadeError } from '../../../../../src/shared/errors/saccade-error.ts';
import { reviveError } from '../../../../../src/shared/errors/revive-error.ts';
import { serializeError } from '../../../../../src/shared/errors/serialize-error.ts';

const across = (error: unknown) => reviveError(structuredClone(serializeError(error)));

describe('an error that crosses the worker boundary', () => {
  test.each([
    new EnvironmentError('no-webassembly', 'm', { remedy: 'r' }),
    new ModelLoadError('asset-corrupt', 'm', { remedy: 'r' }),
    new InvalidInputError('bad-shape', 'm', { remedy: 'r' }),
    new InferenceError('timeout', 'm', { remedy: 'r' }),
    new LifecycleError('destroyed', 'm', { remedy: 'r' }),
  ])('keeps its class: $name', (error) => {
    const revived = across(error);
    expect(revived).toBeInstanceOf(error.constructor);
    expect(revived).toMatchObject({ name: error.name, code: error.code, message: 'm', remedy: 'r' });
  });

  test('keeps details, stack and the whole chain of causes', () => {
    const cause = new TypeError('inner', { cause: new RangeError('innermost') });
    const error = new ModelLoadError('session-failed', 'outer', { details: { bytes: [1, 2] }, remedy: 'r', cause });
    const revived = across(error) as ModelLoadError;
    expect(revived.details).toEqual({ bytes: [1, 2] });
    expect(revived.stack).toBe(error.stack);
    expect(revived.cause).toMatchObject({ name: 'TypeError', message: 'inner' });
    expect((revived.cause as Error).cause).toMatchObject({ name: 'RangeError', message: 'innermost' });
  });

  test('keeps name and message of a DOMException', () => {
    const revived = across(new DOMException('no room', 'QuotaExceededError'));
    expect(revived).toMatchObject({ name: 'QuotaExceededError', message: 'no room' });
    expect(isSaccadeError(revived)).toBe(false);
  });

  test.each([['a string'], [undefined], [null], [7]])('takes %j, which is no error', (thrown) => {
    expect(across(thrown).message).toBe(String(thrown));
  });

  test('ends a circle of causes', () => {
    const error = new Error('round');
    error.cause = error;
    let depth = 0;
    for (let at: unknown = across(error); at instanceof Error; at = at.cause) depth += 1;
    expect(depth).toBe(6);
  });
});
