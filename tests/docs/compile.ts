import { join } from 'node:path';
import ts from 'typescript';
import { ROOT, type Snippet } from './snippets.ts';

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: [],
  allowJs: true,
  checkJs: true,
  noEmit: true,
  baseUrl: ROOT,
  paths: {
    'saccade': ['dist/index.d.ts'],
    'saccade/inline': ['dist/inline.d.ts'],
    'saccade/element': ['dist/element.d.ts'],
  },
};

/**
 * Compiles snippets, each as a module of its own, against the types in `dist/`.
 *
 * @param noUncheckedIndexedAccess - As the compiler's option.
 * @returns A line for each error: page, line of the page, message.
 */
export function compileErrors(snippets: readonly Snippet[], noUncheckedIndexedAccess = true): string[] {
  const options = { ...OPTIONS, noUncheckedIndexedAccess };
  const byFile = new Map(
    snippets.map((snippet, index) => [join(ROOT, `snippet-${index}.${snippet.language}`), snippet]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => byFile.has(file) || fileExists(file);
  host.readFile = (file) => byFile.get(file)?.code ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const snippet = byFile.get(file);
    return snippet
      ? ts.createSourceFile(file, snippet.code, version, true)
      : getSourceFile.call(host, file, version, ...rest);
  };
  const program = ts.createProgram([...byFile.keys(), join(ROOT, 'tests/docs/ambient.d.ts')], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    const snippet = file && byFile.get(file.fileName);
    if (!file) return message;
    const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
    return snippet ? `${snippet.page}:${snippet.line + line}: ${message}` : `${file.fileName}:${line + 1}: ${message}`;
  });
}

/** The snippet as a browser reads it. */
export function toJavaScript({ code }: Snippet): string {
  return ts.transpileModule(code, { compilerOptions: { ...OPTIONS, noEmit: false } }).outputText;
}
