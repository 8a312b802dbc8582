import { ModelLoadError } from '../../src/shared/errors/model-load-error.ts';
import type { Manifest } from '../../src/shared/manifest.ts';
import type { Family, RunGraph } from './family.ts';
import { showAttendTell } from './show-attend-tell.ts';

/** Model families by the name that a manifest gives. */
const FAMILIES: Readonly<Record<string, (manifest: Manifest, run: RunGraph) => Family>> = {
  'show-attend-tell': showAttendTell,
};

/**
 * Refuses a model that could not be run, before anything of it is downloaded.
 *
 * @throws {@link ModelLoadError} `manifest-unsupported` if the family is unknown.
 */
export function assertFamilyIsKnown({ family }: Manifest): void {
  if (Object.hasOwn(FAMILIES, family)) return;
  const known = Object.keys(FAMILIES);
  throw new ModelLoadError('manifest-unsupported', `The model is of the unknown family "${family}".`, {
    details: { family, known },
    remedy: 'Use a version of this package that knows the family, or a model of a known one.',
  });
}

/**
 * Finds out how a model's graphs are fed.
 *
 * @param manifest - Of the model pack; its family is known.
 * @param run - Runs a graph.
 */
export function createFamily(manifest: Manifest, run: RunGraph): Family {
  return FAMILIES[manifest.family]!(manifest, run);
}
