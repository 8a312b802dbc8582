// Fails if what `import { Captioner } from 'saccade'` loads, in a bundled page, weighs more than the main entry may.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { rollup } from 'rollup';
import { brotliCompressSync } from 'node:zlib';

const LIMIT_BYTES = 6000;
const PAGE = `${process.cwd()}/page.js`;

const page = {
  name: 'page',
  resolveId: (id) => (id === PAGE ? PAGE : null),
  load: (id) => (id === PAGE ? "export { Captioner } from './dist/index.js';" : null),
};
const bundle = await rollup({ input: PAGE, plugins: [page, nodeResolve()] });
const { output } = await bundle.generate({ format: 'es' });
const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));

/** A chunk and what has to be there before it can run. */
const closure = (name) => [name, ...chunks.get(name).imports.flatMap(closure)];

let bytes = 0;
const names = new Set(closure(output.find(({ isEntry }) => isEntry).fileName));
for (const name of names) {
  const { code } = await transform(chunks.get(name).code, { minify: true, legalComments: 'none' });
  bytes += brotliCompressSync(code).length;
}
console.log(`import { Captioner }: ${bytes} of ${LIMIT_BYTES} bytes in brotli, in ${[...names].join(', ')}`);
process.exitCode = bytes > LIMIT_BYTES ? 1 : 0;
