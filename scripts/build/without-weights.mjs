const DEFAULT_MODEL_FILE = /new URL\('\.\/models\/[^']+', import\.meta\.url\)/g;

const MISSING = `
import { ModelLoadError as MissingWeights } from './shared/errors/model-load-error.ts';
function missingWeights(): never {
  throw new MissingWeights('asset-not-found', 'This build of saccade carries no weights.', {
    remedy: 'Pass the address of a model pack: Captioner.create({ model }).',
  });
}
`;

/** Rollup plugin for the build without weights: bundlers find no address of a model in it, and callers must name one. */
export const withoutWeights = () => ({
  name: 'saccade-without-weights',
  transform: {
    order: 'pre',
    handler(code, id) {
      if (!id.endsWith('/src/asset-urls.ts')) return null;
      const changed = code.replace(DEFAULT_MODEL_FILE, 'missingWeights()');
      if (changed === code) this.error('asset-urls.ts names no file of the default model any more');
      return { code: changed + MISSING, map: null };
    },
  },
});
