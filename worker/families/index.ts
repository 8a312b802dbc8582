import { ModelLoadError } from '../../src/shared/errors/model-load-error.ts';
import type { Manifest } from '../../src/shared/manifest.ts';
import type { Family, RunGraph } from './family.ts';
import { showAttendTell } from './show-attend-tell.ts';

/** Model families by the name that a manifest gives. */
const FAMILIES: Readonly<Record<string, (manifest: Manifest, run: RunGraph) => Family>> = {
  'show-attend-tell': showAttendTell,
};

/**
 * Finds out how a model's graphs are fed.
 *
 * @param manifest - Of the model pack.
 * @param run - Runs a graph.
 * @throws {@link ModelLoadError} `manifest-unsupported` if the family is unknown.
 */
export function createFamily(manifest: Manifest, run: RunGraph): Family {
  if (!Object.hasOwn(FAMILIES, manifest.family)) {
    const known = Object.keys(FAMILIES);
    throw new ModelLoadError('manifest-unsupported', `The model is of the unknown family "${manifest.family}".`, {
      details: { family: manifest.family, known },
      remedy: 'Use a version of this package that knows the family, or a model of a known one.',
    });
  }
  return FAMILIES[manifest.family]!(manifest, run);
}
