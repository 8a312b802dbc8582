import { describe, expect, it } from 'vitest';
import { InferenceError } from '../../../../src/shared/errors/inference-error.ts';
import { runError, sessionError } from '../../../../worker/runtime/runtime-errors.ts';

describe('sessionError and runError', () => {
  it('say in words what the runtime threw as a number or without a message', () => {
    expect(runError(4711, 'step')).toMatchObject({
      code: 'run-failed',
      message: expect.stringContaining('4711') as string,
    });
    expect(sessionError(new Error(''), 'encoder').message).toContain('without a message');
  });

  it('tell lack of memory from other failures', () => {
    for (const message of [
      'std::bad_alloc',
      'Out of memory',
      'Array buffer allocation failed',
      'could not allocate memory',
    ]) {
      expect(runError(new RangeError(message), 'step').code).toBe('out-of-memory');
      expect(sessionError(new Error(message), 'step').code).toBe('out-of-memory');
    }
    expect(runError(new Error('failed to call OrtRun(). ERROR_CODE: 1'), 'step').code).toBe('run-failed');
    expect(sessionError(new Error("Can't create a session. ERROR_CODE: 7"), 'step').code).toBe('session-failed');
  });

  it('tell a page policy that forbids WebAssembly from a bad graph', () => {
    const blocked = new Error(
      "Refused to compile WebAssembly because 'unsafe-eval' is not an allowed source of script",
    );
    expect(sessionError(blocked, 'encoder')).toMatchObject({ code: 'no-webassembly', cause: blocked });
  });

  it('pass errors of this package on as they are, and keep others as the cause', () => {
    const known = new InferenceError('timeout', 'late', { remedy: '' });
    expect(runError(known, 'step')).toBe(known);
    expect(sessionError(known, 'step')).toBe(known);
    const cause = new Error('x');
    expect(runError(cause, 'step').cause).toBe(cause);
  });
});
