import type { SerializedError } from '../protocol.ts';
import type { ErrorName } from './error-codes.ts';
import { isSaccadeError } from './saccade-error.ts';

/** Causes nested deeper than this are cut off. */
const MAX_CAUSE_DEPTH = 5;

/**
 * Turns anything thrown into plain data that crosses a worker boundary whole.
 *
 * @param error - An error of this package, any other error, a DOMException, or any thrown value.
 * @returns Cloneable data for {@link reviveError}; `details` is copied as it is and must be cloneable.
 */
export function serializeError(error: unknown): SerializedError {
  return serialize(error, 0);
}

function serialize(error: unknown, depth: number): SerializedError {
  const known = isSaccadeError(error) ? error : null;
  const shaped = (typeof error === 'object' && error !== null ? error : {}) as Partial<Error>;
  const cause = depth < MAX_CAUSE_DEPTH ? shaped.cause : undefined;
  return {
    saccadeName: known ? (known.name as ErrorName) : null,
    code: known?.code ?? null,
    name: shaped.name ?? 'Error',
    message: shaped.message ?? String(error),
    remedy: known?.remedy ?? '',
    details: { ...known?.details },
    stack: shaped.stack ?? '',
    cause: cause === undefined || cause === null ? null : serialize(cause, depth + 1),
  };
}
