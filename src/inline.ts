/**
 * `saccade/inline`: the same API with both workers inside the bundle. For bundlers that cannot emit a worker file.
 * Runtime and model still come from `assetBase`, or from beside the bundle.
 */
export * from './index.ts';
