// npm run pack:code [-- DIR]: `saccade-code`, the same package without the weights, as a tarball in DIR (.cache).
// For whoever may not use weights trained on research data, not even by installing them.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensurePackages, ROOT } from './setup/packages.mjs';

const FOLDER = '.cache/saccade-code';
const README = `# saccade-code

The package \`saccade\` without its weights, which are for research and education only. Bring a model pack of your own:

\`\`\`ts
import { Captioner } from 'saccade-code';

const captioner = await Captioner.create({ model: '/my-model/' });
\`\`\`

\`npx saccade check-model DIR\` says whether a pack is good. All that is in this package is Apache-2.0, but for the
runtime and comlink, which are in THIRD_PARTY_NOTICES.md.
`;
const destination = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? `${ROOT}.cache`);
process.chdir(ROOT);
ensurePackages();
rmSync(FOLDER, { recursive: true, force: true });
for (const options of [[], ['--without-weights', `${FOLDER}/dist`]]) {
  execFileSync(process.execPath, ['scripts/build.mjs', ...options], { stdio: ['ignore', 2, 2] });
}

const {
  scripts: _scripts,
  devDependencies: _devDependencies,
  ...manifest
} = JSON.parse(readFileSync('package.json', 'utf8'));
for (const file of ['bin', 'models/manifest.schema.json', 'LICENSE', 'THIRD_PARTY_NOTICES.md', 'CHANGELOG.md']) {
  cpSync(file, `${FOLDER}/${file}`, { recursive: true });
}
writeFileSync(
  `${FOLDER}/package.json`,
  JSON.stringify(
    {
      ...manifest,
      name: 'saccade-code',
      files: manifest.files.filter((file) => file !== 'LICENSES.md'),
      license: 'Apache-2.0',
      description: `${manifest.description} Without weights.`,
    },
    null,
    2,
  ),
);
writeFileSync(`${FOLDER}/README.md`, README);
mkdirSync(destination, { recursive: true });
const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', destination], {
  cwd: FOLDER,
  encoding: 'utf8',
});
console.log(resolve(destination, JSON.parse(packed)[0].filename));
