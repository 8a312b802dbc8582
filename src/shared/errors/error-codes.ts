/**
 * Every `code` that an error of this package can carry, by the class that carries it.
 * docs/errors.md is made from this table, so a code without an entry here does not exist.
 */
export const ERROR_CODES = {
  EnvironmentError: {
    'not-a-browser': 'Called where there is no Worker, on a server for instance.',
    'no-webassembly': 'The browser or the page policy (CSP) does not allow WebAssembly.',
    'worker-blocked': 'The worker script could not be started: blocked by CSP, or its address does not serve it.',
    'webgpu-unavailable': 'The backend `webgpu` was asked for by name and cannot be had here.',
  },
  ModelLoadError: {
    'asset-not-found': 'An asset answered with an HTTP status other than success.',
    'asset-network': 'The network failed, or cross-origin rules forbid reading the reply.',
    'asset-wrong-type': 'The reply is not the asset: a page of HTML with status 200, for instance.',
    'asset-truncated': 'The reply ended before, or went beyond, the size that the manifest states.',
    'asset-corrupt': 'The bytes do not have the SHA-256 that the manifest states.',
    'manifest-invalid': 'The model manifest is not JSON or breaks the model-pack schema.',
    'manifest-unsupported': 'The model pack is of a format version or family that this version does not know.',
    'session-failed': 'The runtime refused the model graph.',
    'self-test-failed': 'The backend ran, but its numbers are wrong: a driver at fault, say.',
  },
  InvalidInputError: {
    'bad-option': 'An option has a wrong type, is out of range, unknown, or contradicts another.',
    'bad-shape': 'A buffer and its stated shape do not agree.',
    'unsupported-image-type': 'The value handed over as a photo is none of the supported kinds.',
    'image-decode': 'The bytes are not an image that this browser can decode.',
    'image-fetch': 'The photo at a URL could not be fetched.',
    'image-cross-origin': 'The page may not read these pixels: a tainted canvas, or an image without CORS.',
    'image-not-ready': 'The element has no picture yet, or failed to load one.',
    'image-empty': 'The image is zero pixels wide or high.',
    'image-too-large': 'The image is larger than the stated limit.',
    'image-detached': 'The bitmap or frame has been closed or transferred already.',
    'bad-text': 'A text to align or rank is empty or has no word that the model knows.',
  },
  InferenceError: {
    'run-failed': 'The runtime failed while running a graph.',
    'device-lost': 'The GPU device went away and no fallback was possible.',
    'timeout': 'A stage did not answer within its time limit.',
    'out-of-memory': 'The runtime could not get the memory it needs.',
  },
  LifecycleError: {
    'destroyed': 'The captioner (or view) was destroyed before or during the call.',
    'worker-crashed': 'The worker ended unexpectedly.',
  },
} as const;

type Table = typeof ERROR_CODES;
/** Name of a leaf class. */
export type ErrorName = keyof Table;
/** Codes of one leaf class. */
export type CodesOf<N extends ErrorName> = keyof Table[N] & string;
/** Any code. */
export type ErrorCode = { [N in ErrorName]: CodesOf<N> }[ErrorName];
