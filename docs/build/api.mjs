import { readdirSync, rmSync } from 'node:fs';
import { Application, OptionDefaults } from 'typedoc';

/**
 * Writes the API pages from the docstrings of what the entries export.
 *
 * @param {string} folder - Where to; what was there before is removed.
 * @returns {Promise<number>} Number of pages.
 * @throws If TypeDoc finds an error or a link in a docstring that leads nowhere.
 */
export async function writeApi(folder) {
  rmSync(folder, { recursive: true, force: true });
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    outputs: [{ name: 'markdown', path: folder }],
    entryPoints: ['src/index.ts'],
    tsconfig: 'src/tsconfig.json',
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    readme: 'none',
    blockTags: [...OptionDefaults.blockTags],
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    treatValidationWarningsAsErrors: false,
    entryFileName: 'index',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    propertyMembersFormat: 'table',
    typeDeclarationFormat: 'table',
    sanitizeComments: true,
    expandObjects: true,
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc could not read the sources.');
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error('TypeDoc reported errors.');
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.md')).length;
}
