import { EnvironmentError } from '../../src/shared/errors/environment-error.ts';
import { InferenceError } from '../../src/shared/errors/inference-error.ts';
import { ModelLoadError } from '../../src/shared/errors/model-load-error.ts';
import { isSaccadeError, type SaccadeError } from '../../src/shared/errors/saccade-error.ts';

const NO_MEMORY = /bad_alloc|out of memory|allocation failed|could not allocate|failed to allocate/i;
/** What the reduced runtime lacks: a kernel, an operator's description, or a function, in the words of each engine. */
const UNSUPPORTED = /could not find an implementation|No Op registered|unreachable/i;
const BLOCKED = /Content Security Policy|unsafe-eval|blocked by CSP/i;

/** What the runtime threw, in words: it throws bare numbers (addresses of C++ exceptions) and empty messages as well. */
function describe(thrown: unknown): string {
  if (typeof thrown === 'number') return `the number ${thrown}, a C++ exception of the runtime`;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message === '' ? 'an error without a message' : message;
}

function outOfMemory(doing: string, cause: unknown): InferenceError {
  return new InferenceError('out-of-memory', `There was not enough memory for ${doing}: ${describe(cause)}.`, {
    cause,
    remedy: 'Close other tabs or captioners and create the captioner again.',
  });
}

/**
 * Types what went wrong while a session was made.
 *
 * @param thrown - What the runtime threw.
 * @param graph - Which graph.
 */
export function sessionError(thrown: unknown, graph: string): SaccadeError {
  if (isSaccadeError(thrown)) return thrown;
  const message = describe(thrown);
  if (typeof WebAssembly === 'undefined' || BLOCKED.test(message)) return noWebAssembly(thrown);
  if (NO_MEMORY.test(message)) return outOfMemory(`the session of the ${graph}`, thrown);
  return new ModelLoadError('session-failed', `The runtime refused the graph "${graph}": ${message}.`, {
    cause: thrown,
    details: { graph, isUnsupported: UNSUPPORTED.test(message) },
    remedy: 'Check the model pack with `npx saccade check-model`, and that it was exported for this version.',
  });
}

/** WebAssembly is missing or forbidden. */
export function noWebAssembly(cause: unknown): EnvironmentError {
  return new EnvironmentError('no-webassembly', `WebAssembly cannot be used here: ${describe(cause)}.`, {
    cause,
    remedy: "Allow it with 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy.",
  });
}

/**
 * Types what went wrong while a graph ran.
 *
 * @param thrown - What the runtime threw.
 * @param graph - Which graph.
 */
export function runError(thrown: unknown, graph: string): SaccadeError {
  if (isSaccadeError(thrown)) return thrown;
  const message = describe(thrown);
  if (NO_MEMORY.test(message)) return outOfMemory(`a run of the ${graph}`, thrown);
  return new InferenceError('run-failed', `The runtime failed while running the ${graph}: ${message}.`, {
    cause: thrown,
    details: { graph, isUnsupported: UNSUPPORTED.test(message) },
    remedy: 'Try again; if it happens again, create the captioner anew, or with backend: "wasm".',
  });
}
