// Writes docs/errors.md from src/shared/errors. --check: fails if the file is not what would be written, or if a code
// is never thrown.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = `${ROOT}docs/errors.md`;
const ERRORS = 'src/shared/errors';

/** Runs a TypeScript module that imports nothing at run time. */
async function load(path) {
  const { code } = await transform(readFileSync(`${ROOT}${path}`, 'utf8'), { loader: 'ts', format: 'esm' });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** First sentence of the docstring above an error class. */
function classSummary(name) {
  const file = name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();
  const source = readFileSync(`${ROOT}${ERRORS}/${file}.ts`, 'utf8');
  return /\/\*\* (.*?) \*\/\nexport class/.exec(source)?.[1] ?? '';
}

function sourcesIn(folder) {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes(ERRORS))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .join('\n');
}

const { ERROR_CODES } = await load(`${ERRORS}/error-codes.ts`);
const { ERROR_CURES } = await load(`${ERRORS}/error-cures.ts`);

const lines = [
  '# Errors',
  '',
  'Made from the source by `node scripts/make-errors-doc.mjs`; do not edit.',
  '',
  'Every error of this package has a string-literal `code` to branch on, `details` (plain data about this very case),',
  'a `remedy` (one sentence, what to do) and, where another error lies underneath, a `cause`. `isSaccadeError(error)`',
  'tells them from others, across copies of the package too. They keep all of it on the way out of the worker.',
  'An abort is none of these: it rejects with `signal.reason`, as the platform does.',
  '',
  '```ts',
  "import { isSaccadeError } from 'saccade';",
  '',
  'try {',
  '  await captioner.caption(photo);',
  '} catch (error) {',
  "  if (isSaccadeError(error) && error.code === 'image-too-large') shrink(photo);",
  '  else throw error;',
  '}',
  '```',
];
for (const [name, codes] of Object.entries(ERROR_CODES)) {
  lines.push('', `## ${name}`, '', classSummary(name), '', '| code | cause | cure |', '|---|---|---|');
  for (const [code, cause] of Object.entries(codes)) {
    lines.push(`| \`${code}\` | ${cause} | ${ERROR_CURES[name][code]} |`);
  }
}
const text = await format(lines.join('\n'), { ...(await resolveConfig(OUT)), filepath: OUT });

if (process.argv.includes('--check')) {
  const sources = sourcesIn('src') + sourcesIn('worker');
  const codes = Object.values(ERROR_CODES).flatMap((table) => Object.keys(table));
  const unused = codes.filter((code) => !sources.includes(`'${code}'`));
  let current = '';
  try {
    current = readFileSync(OUT, 'utf8');
  } catch {
    // Not there: not what would be written.
  }
  if (unused.length > 0) console.error(`Never thrown: ${unused.join(', ')}.`);
  if (current !== text) console.error('docs/errors.md is stale: run node scripts/make-errors-doc.mjs.');
  process.exitCode = unused.length > 0 || current !== text ? 1 : 0;
} else {
  writeFileSync(OUT, text);
  console.log(`docs/errors.md: ${lines.filter((line) => line.startsWith('| `')).length} codes.`);
}
