import type { CodesOf } from './error-codes.ts';
import { SaccadeError, type SaccadeErrorOptions } from './saccade-error.ts';

/** The place the code runs in cannot do what was asked. */
export class EnvironmentError extends SaccadeError {
  override readonly name = 'EnvironmentError';
  declare readonly code: CodesOf<'EnvironmentError'>;

  constructor(code: CodesOf<'EnvironmentError'>, message: string, options: SaccadeErrorOptions) {
    super(code, message, options);
  }
}
