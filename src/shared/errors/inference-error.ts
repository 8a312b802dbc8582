import type { CodesOf } from './error-codes.ts';
import { SaccadeError, type SaccadeErrorOptions } from './saccade-error.ts';

/** The model was loaded and failed while running. */
export class InferenceError extends SaccadeError {
  override readonly name = 'InferenceError';
  declare readonly code: CodesOf<'InferenceError'>;

  constructor(code: CodesOf<'InferenceError'>, message: string, options: SaccadeErrorOptions) {
    super(code, message, options);
  }
}
