// Compares the public types in dist/ with the report in api/. --update writes the report, to be read in review.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

/** Declarations without comments and in one spelling, so that only a change of the API shows. */
function bareDeclarations(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}

const REPORTS = ['types.d.ts', 'index.d.ts', 'inline.d.ts', 'element.d.ts'];
mkdirSync('api', { recursive: true });
for (const name of REPORTS) {
  const report = `api/${name.replace('.d.ts', '.api.d.ts')}`;
  const found = bareDeclarations(`dist/${name}`);
  if (process.argv.includes('--update')) writeFileSync(report, found);
  else if (!existsSync(report) || readFileSync(report, 'utf8') !== found) {
    console.log(`The public types differ from ${report}. If that is meant: node scripts/check/api-report.mjs --update`);
    process.exitCode = 1;
  }
}
