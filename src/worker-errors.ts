import { EnvironmentError } from './shared/errors/environment-error.ts';
import { InferenceError } from './shared/errors/inference-error.ts';
import { LifecycleError } from './shared/errors/lifecycle-error.ts';

/** The worker never answered: its script was refused or could not be fetched or parsed. */
export function workerBlockedError(message: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError('worker-blocked', `The worker did not start${message ? `: ${message}` : '.'}`, {
    details: { message },
    remedy:
      "Serve the package's worker.js from the page's own origin and allow it in the CSP (worker-src 'self'); " +
      'set workerUrl where the bundler does not carry it along, or import saccade/inline.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The worker had answered before and is gone. */
export function workerCrashedError(message: string): LifecycleError {
  return new LifecycleError('worker-crashed', `The worker ended unexpectedly: ${message || 'no reason given'}.`, {
    details: { message },
    remedy: 'Call again: the next call starts a new worker.',
  });
}

/** The captioner or view was ended by its owner. */
export function destroyedError(what: 'captioner' | 'view'): LifecycleError {
  return new LifecycleError('destroyed', `The ${what} has been destroyed.`, {
    details: { what },
    remedy: what === 'view' ? 'Look at the photo again.' : 'Make a new one with Captioner.create().',
  });
}

/** A stage that the main thread watches went over its limit. */
export function timeoutError(stage: 'start' | 'session' | 'run', limitMs: number): InferenceError {
  return new InferenceError('timeout', `The worker did not answer within ${String(limitMs)} ms (stage ${stage}).`, {
    details: { stage, limitMs },
    remedy: `Call again: the next call starts a new worker. Raise timeouts.${stage}Ms for slow devices.`,
  });
}
