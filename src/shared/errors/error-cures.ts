import type { ERROR_CODES } from './error-codes.ts';

/**
 * What to do about each code, for docs/errors.md. The `remedy` that an error carries says the same for the very case.
 * Nothing at run time imports this. The compiler asks for an entry per code.
 */
export const ERROR_CURES: { [Name in keyof typeof ERROR_CODES]: Record<keyof (typeof ERROR_CODES)[Name], string> } = {
  EnvironmentError: {
    'not-a-browser':
      'Call `create` in the browser only, in an effect or an event handler. Importing the package on a server is fine. ' +
      'An extension calls it in its offscreen document, for a service worker may not start workers.',
    'no-webassembly':
      "Add `'wasm-unsafe-eval'` to `script-src` of the page's Content-Security-Policy; leave the browser's lockdown mode.",
    'worker-blocked':
      "Allow the worker (`worker-src 'self'`, or `blob:` for `saccade/inline`) and serve it from the page's own origin. " +
      'Where the bundler does not carry it along, set `workerUrl` or import `saccade/inline`.',
    'webgpu-unavailable': "Use `backend: 'auto'` or `'wasm'`; `details.reason` says what is missing.",
  },
  ModelLoadError: {
    'asset-not-found':
      '`details.url` and `details.status` say what was asked for. Copy the assets with `npx saccade copy-assets DIR` ' +
      'and set `assetBase`, or correct `model`.',
    'asset-network': 'Try again; what had arrived is kept. For another origin, serve the file with CORS headers.',
    'asset-wrong-type':
      'The server answers with a page of its own for this address. `details` shows content type and first bytes. ' +
      'Serve the file itself, or set `assetBase`.',
    'asset-truncated': 'Try again. If it happens always, a proxy or a compressing server changes the file.',
    'asset-corrupt':
      'The file on the server is not the one that the manifest describes: deploy the whole package folder again, ' +
      'and see that nothing rewrites binary files.',
    'manifest-invalid': 'Run `npx saccade check-model DIR`; it says what is wrong in words.',
    'manifest-unsupported': 'Update the package, or export the model for this version.',
    'session-failed':
      'Try again with `backend: "wasm"`. For a model of your own, run `npx saccade check-model DIR`; `details.isUnsupported` is true where the runtime has no such operator.',
    'self-test-failed':
      "Use `backend: 'auto'`, which takes WASM when a driver computes wrong numbers, or update the GPU driver.",
  },
  InvalidInputError: {
    'bad-option': 'The message has the value and what is allowed.',
    'bad-shape': 'See that the buffer has exactly as many elements as the shape says.',
    'unsupported-image-type':
      'Hand over an image element, canvas, video, ImageBitmap, ImageData, Blob, URL or the bytes of an image file.',
    'image-decode':
      'The file is no image, is damaged, or is of a kind this browser does not know. `details.firstBytes` shows what it is.',
    'image-fetch': 'Check the address; `details.status` has the reply, if there was one.',
    'image-cross-origin':
      'Serve the photo with `Access-Control-Allow-Origin`, and set `crossorigin="anonymous"` on the element.',
    'image-not-ready': "Wait for `await image.decode()`, or for a video's `loadeddata` event.",
    'image-empty': 'Skip it: there is nothing to see.',
    'image-too-large': 'Scale it down first. The limit is 16,384 pixels a side and 120 megapixels.',
    'image-detached': 'Hand the bitmap over before closing or transferring it; the captioner copies it.',
    'bad-text': 'Hand over a text of one or more English words. `details` says what is wrong with it.',
  },
  InferenceError: {
    'run-failed': 'Call again. If it happens with every photo, create the captioner with `backend: "wasm"`.',
    'device-lost': 'Call again: the captioner goes on with a new device or with WASM.',
    'timeout': 'Call again: a new worker is started. On slow devices raise the limit in `timeouts`.',
    'out-of-memory': 'Destroy captioners that are not needed; use fewer beams or smaller photos.',
  },
  LifecycleError: {
    'destroyed': 'Make a new captioner, or look at the photo again.',
    'worker-crashed': 'Call again: the next call starts a new worker.',
  },
};
