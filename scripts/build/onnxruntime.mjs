import { parseAst } from 'rollup/parseAst';
import { fileURLToPath } from 'node:url';
import { dropUnused } from './unused-code.mjs';

const ORT_DIST = new URL('../../node_modules/onnxruntime-web/dist/', import.meta.url);

/** Which of onnxruntime-web's builds each worker carries: the smallest one that knows the backend. */
const ORT_BUNDLES = { wasm: 'ort.wasm.bundle.min.mjs', webgpu: 'ort.jspi.bundle.min.mjs' };

/**
 * What stops onnxruntime-web from running inside a script that is module, classic and Blob worker alike.
 * Each pattern must occur; one that does not means that the pinned version has changed under this build.
 */
const PATCHES = [
  // Its own address is only known to be a file: address in Node and its like.
  [/import\.meta\.url>"file:"&&import\.meta\.url<"file;"/g, 'false'],
  // Bundlers read these as "carry this file along". The binary is handed over as bytes; the script is this very one.
  [/new (\w+)\("ort\.[\w.]+\.mjs",import\.meta\.url\)/g, 'new $1(self.location.href)'],
  [/new (\w+)\("ort-wasm[\w.-]+\.wasm",import\.meta\.url\)/g, 'new $1(self.location.href)'],
  [/import\.meta\.url/g, 'self.location.href'],
  // Loads glue code from a configured address; the glue is part of this script.
  [/\(await import\((?:\/\*[^*]*\*\/\s*)*\w+\)\)\.default/g, '(()=>{throw new Error("glue code is built in")})()'],
];

/**
 * Rollup plugin: `onnxruntime-web/wasm` is the build for `target`, freed of whatever ties it to ES modules.
 *
 * @param {'wasm' | 'webgpu'} target
 */
export function onnxruntime(target) {
  const path = fileURLToPath(new URL(ORT_BUNDLES[target], ORT_DIST));
  return {
    name: 'saccade-onnxruntime',
    resolveId: (id) => (id === 'onnxruntime-web/wasm' ? path : null),
    transform(code, id) {
      if (id !== path) return null;
      for (const [pattern, replacement] of PATCHES) {
        const patched = code.replace(pattern, replacement);
        if (patched === code)
          this.error(`${ORT_BUNDLES[target]} has no ${pattern}: review scripts/build/onnxruntime.mjs`);
        code = patched;
      }
      const fail = (message) => this.error(`${ORT_BUNDLES[target]}: ${message}: review scripts/build/unused-code.mjs`);
      return { code: dropUnused(code, target, fail), map: null };
    },
  };
}

const MODULE_SYNTAX = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'ExportAllDeclaration',
]);

function findModuleSyntax(node) {
  if (Array.isArray(node)) return node.map(findModuleSyntax).find(Boolean);
  if (node === null || typeof node !== 'object') return undefined;
  if (MODULE_SYNTAX.has(node.type)) return node.type;
  if (node.type === 'MetaProperty' && node.meta.name === 'import') return 'import.meta';
  return findModuleSyntax(Object.values(node));
}

/** Rollup plugin that fails the build if a worker file still holds module syntax, in whatever spelling. */
export const selfContained = () => ({
  name: 'saccade-self-contained',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      const found = file.type === 'chunk' && findModuleSyntax(parseAst(file.code).body);
      if (found) this.error(`${file.fileName} holds ${found}: it would not run as a classic worker`);
    }
  },
});
