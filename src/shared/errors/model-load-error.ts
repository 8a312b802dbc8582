import type { CodesOf } from './error-codes.ts';
import { SaccadeError, type SaccadeErrorOptions } from './saccade-error.ts';

/** The model, the runtime or another asset could not be loaded. */
export class ModelLoadError extends SaccadeError {
  override readonly name = 'ModelLoadError';
  declare readonly code: CodesOf<'ModelLoadError'>;

  constructor(code: CodesOf<'ModelLoadError'>, message: string, options: SaccadeErrorOptions) {
    super(code, message, options);
  }
}
