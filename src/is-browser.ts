import { EnvironmentError } from './shared/errors/environment-error.ts';

/** Whether this is a place where a worker can be had: false on a server and in a service worker. */
export function isBrowser(): boolean {
  return typeof Worker === 'function' && typeof location === 'object';
}

/** @throws {@link EnvironmentError} `not-a-browser` or `no-webassembly`. */
export function assertBrowser(): void {
  if (!isBrowser()) {
    throw new EnvironmentError('not-a-browser', 'Captioner.create() needs a browser: there is no Worker here.', {
      remedy: 'Call it in the browser only; importing the package on a server is fine.',
    });
  }
  if (typeof WebAssembly !== 'object') {
    throw new EnvironmentError('no-webassembly', 'This browser has WebAssembly switched off.', {
      remedy: 'Allow WebAssembly, or use another browser; lockdown modes switch it off.',
    });
  }
}
