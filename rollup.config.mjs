import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { dts } from 'rollup-plugin-dts';
import { onnxruntime, selfContained } from './scripts/build/onnxruntime.mjs';
import { minify, minifyWorker, typescript } from './scripts/build/typescript.mjs';
import { virtualModules } from './scripts/build/virtual-modules.mjs';
import { withoutWeights } from './scripts/build/without-weights.mjs';

/** scripts/build.mjs builds aside and moves the result to dist/. */
const DIST = process.env.SACCADE_DIST ?? 'dist';
const BARE = process.env.SACCADE_WITHOUT_WEIGHTS ? [withoutWeights()] : [];
const NOTICE = '/*! saccade | Apache-2.0 | third parties: see THIRD_PARTY_NOTICES.md */';
const workerSources = () => ({
  wasm: readFileSync(`${DIST}/worker.js`, 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, ''),
  webgpu: readFileSync(`${DIST}/worker-webgpu.js`, 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, ''),
});

/** A worker: one self-contained script without module syntax, so that it runs as module, classic and Blob worker. */
const workerRow = (file, target) => ({
  name: file,
  input: 'worker/index.ts',
  output: { file: `${DIST}/${file}`, format: 'iife', sourcemap: true, banner: NOTICE },
  plugins: [
    virtualModules({ target }),
    onnxruntime(target),
    typescript(),
    nodeResolve(),
    minifyWorker(),
    selfContained(),
  ],
});

/** An entry that a page imports. `output`: Rollup's options beside the common ones. */
const pageRow = (input, output = {}, ...plugins) => ({
  name: Object.keys(input).join(', '),
  input,
  output: { dir: DIST, format: 'es', sourcemap: true, banner: NOTICE, chunkFileNames: '[name].js', ...output },
  plugins: [...plugins, ...BARE, virtualModules({ workerSources }), typescript(), nodeResolve(), minify()],
});

/** What lies beside `index.js` so that importing it costs a page little: `create` loads `captioner-core.js`. */
const chunkOf = (id) => {
  const folder = /\/src\/(attention|alt-text|shared)\//.exec(id)?.[1];
  return id.endsWith('/src/async-dispose.ts') ? 'shared' : folder;
};

/** `saccade/inline` starts its workers from text instead of from files. */
const spawnInline = {
  name: 'saccade-spawn-inline',
  resolveId: (id) =>
    id === './worker-spawn.ts' ? fileURLToPath(new URL('src/worker-spawn-inline.ts', import.meta.url)) : null,
};

/** The element uses the main entry that lies beside it, so that both share one captioner. */
const besideIndex = {
  name: 'saccade-beside-index',
  resolveId: (id) => (/^(\.\.?\/)+index\.ts$/.test(id) ? { id: './index.js', external: true } : null),
};

// In this order: `inline` holds the texts of the workers.
export default [
  workerRow('worker.js', 'wasm'),
  workerRow('worker-webgpu.js', 'webgpu'),
  pageRow({ index: 'src/index.ts' }, { manualChunks: chunkOf }),
  pageRow({ element: 'src/element.ts' }, {}, besideIndex),
  pageRow({ inline: 'src/inline.ts' }, { inlineDynamicImports: true }, spawnInline),
  {
    name: 'types',
    input: { index: 'src/index.ts', inline: 'src/inline.ts', element: 'src/element.ts' },
    output: { dir: DIST, format: 'es', chunkFileNames: 'types.d.ts' },
    plugins: [dts({ tsconfig: 'src/tsconfig.json' })],
  },
];
