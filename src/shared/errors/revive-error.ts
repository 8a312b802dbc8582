import type { SerializedError } from '../protocol.ts';
import type { CodesOf } from './error-codes.ts';
import { EnvironmentError } from './environment-error.ts';
import { InferenceError } from './inference-error.ts';
import { InvalidInputError } from './invalid-input-error.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { ModelLoadError } from './model-load-error.ts';
import type { SaccadeErrorOptions } from './saccade-error.ts';

/**
 * Makes the error again that {@link serializeError} took apart: class, code, remedy, details, stack and cause.
 *
 * @param data - What came across the worker boundary.
 * @returns A leaf class of this package where it was one; otherwise an `Error` of the original's `name`.
 */
export function reviveError(data: SerializedError): Error {
  const error = construct(data);
  if (data.stack) Object.defineProperty(error, 'stack', { value: data.stack, configurable: true, writable: true });
  return error;
}

function construct(data: SerializedError): Error {
  const cause = data.cause ? { cause: reviveError(data.cause) } : {};
  const options: SaccadeErrorOptions = { details: data.details, remedy: data.remedy, ...cause };
  switch (data.saccadeName) {
    case 'EnvironmentError':
      return new EnvironmentError(data.code as CodesOf<'EnvironmentError'>, data.message, options);
    case 'ModelLoadError':
      return new ModelLoadError(data.code as CodesOf<'ModelLoadError'>, data.message, options);
    case 'InvalidInputError':
      return new InvalidInputError(data.code as CodesOf<'InvalidInputError'>, data.message, options);
    case 'InferenceError':
      return new InferenceError(data.code as CodesOf<'InferenceError'>, data.message, options);
    case 'LifecycleError':
      return new LifecycleError(data.code as CodesOf<'LifecycleError'>, data.message, options);
    case null: {
      const error = new Error(data.message, cause);
      error.name = data.name;
      return error;
    }
  }
}
