import { ModelLoadError } from './shared/errors/model-load-error.ts';

/**
 * Imports a part of this package that lies in a file of its own.
 *
 * @param load - The `import()`, spelt out so that bundlers see it.
 * @throws {@link ModelLoadError} `asset-network` if the file cannot be had.
 */
export async function lazily<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new ModelLoadError('asset-network', 'A script of the package could not be loaded.', {
      remedy: 'Serve all files of the package together, and try again when the network is back.',
      cause,
    });
  }
}
