import type { ErrorCode } from './error-codes.ts';

/** What every error of this package carries beside its message. All of it survives structured cloning. */
export interface SaccadeErrorOptions {
  /** Machine-readable facts: numbers, strings, booleans, plain arrays and objects. */
  details?: Readonly<Record<string, unknown>>;
  /** One sentence that says what the caller can do. */
  remedy: string;
  /** The error that lies underneath, if there is one. */
  cause?: unknown;
}

/**
 * Base class of every error this package rejects or throws with.
 *
 * Branch on `code`, a string literal, rather than on `instanceof`: two copies of the package in one page
 * have two base classes. {@link isSaccadeError} tells by brand.
 */
export abstract class SaccadeError extends Error {
  /** Brand that {@link isSaccadeError} looks for. */
  readonly isSaccadeError = true as const;
  /** String literal, stable across versions. docs/errors.md lists them all. */
  readonly code: ErrorCode;
  /** Facts about this failure, cloneable. */
  readonly details: Readonly<Record<string, unknown>>;
  /** What to do about it, one sentence. */
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, options: SaccadeErrorOptions) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.details = options.details ?? {};
    this.remedy = options.remedy;
  }
}

/**
 * Whether a value is an error of this package, whichever copy of it threw.
 *
 * @param value - Anything, typically what a `catch` received.
 */
export function isSaccadeError(value: unknown): value is SaccadeError {
  return typeof value === 'object' && value !== null && (value as { isSaccadeError?: unknown }).isSaccadeError === true;
}
