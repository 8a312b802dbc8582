import type { CodesOf } from './error-codes.ts';
import { SaccadeError, type SaccadeErrorOptions } from './saccade-error.ts';

/** The caller handed over something unusable; checked on the main thread before any pixel moves where that is possible. */
export class InvalidInputError extends SaccadeError {
  override readonly name = 'InvalidInputError';
  declare readonly code: CodesOf<'InvalidInputError'>;

  constructor(code: CodesOf<'InvalidInputError'>, message: string, options: SaccadeErrorOptions) {
    super(code, message, options);
  }
}
