// Fails on an export of src/ or worker/ without a docstring, and on a public one with an undocumented option.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const files = ['src', 'worker'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts')),
);

const isExported = (node) => node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
const hasDocstring = (node) => ts.getJSDocCommentsAndTags(node).some(ts.isJSDoc);
const isDeclaration = (node) =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isVariableStatement(node);

function nameOf(node) {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0].name.getText();
  return node.name?.getText() ?? 'default';
}

/** An overload's implementation is documented by its overloads. */
const isImplementation = (node, previous) =>
  ts.isFunctionDeclaration(node) && previous && ts.isFunctionDeclaration(previous) && nameOf(previous) === nameOf(node);

const missing = [];
for (const file of files) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  let previous;
  for (const node of source.statements) {
    if (isDeclaration(node) && isExported(node) && !hasDocstring(node) && !isImplementation(node, previous)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      missing.push(`${file}:${line + 1} ${nameOf(node)}`);
    }
    previous = node;
  }
}
for (const place of missing) console.log(`no docstring: ${place}`);
process.exitCode = missing.length > 0 ? 1 : 0;
