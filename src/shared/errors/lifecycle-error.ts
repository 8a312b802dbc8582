import type { CodesOf } from './error-codes.ts';
import { SaccadeError, type SaccadeErrorOptions } from './saccade-error.ts';

/** The captioner was ended, by the caller or by a crash. */
export class LifecycleError extends SaccadeError {
  override readonly name = 'LifecycleError';
  declare readonly code: CodesOf<'LifecycleError'>;

  constructor(code: CodesOf<'LifecycleError'>, message: string, options: SaccadeErrorOptions) {
    super(code, message, options);
  }
}
