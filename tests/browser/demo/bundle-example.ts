import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { compile } from 'svelte/compiler';
import { compileScript, parse } from 'vue/compiler-sfc';

const IMPORT_MAP = '<script type="importmap">{ "imports": { "saccade": "/saccade/index.js" } }</script>';

/**
 * Bundles a framework example for the browser, as its framework's own tools would; `saccade` stays an import by name.
 *
 * @param folder - The example, with index.html and main.js or main.jsx.
 * @param out - Folder for the page.
 */
export async function bundleExample(folder: string, out: string): Promise<void> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const entry = /src="\.\/(main\.jsx?)"/.exec(html)![1]!;
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: [join(folder, entry)],
    outfile: join(out, 'main.js'),
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    external: ['saccade'],
    conditions: ['browser', 'production'],
    define: {
      'process.env.NODE_ENV': '"production"',
      '__VUE_OPTIONS_API__': 'false',
      '__VUE_PROD_DEVTOOLS__': 'false',
    },
    plugins: [vue, svelte],
    logLevel: 'error',
  });
  await writeFile(
    join(out, 'index.html'),
    html.replace('./main.jsx', './main.js').replace('</head>', `${IMPORT_MAP}</head>`),
  );
}

const vue: Plugin = {
  name: 'vue',
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor } = parse(await readFile(path, 'utf8'), { filename: path });
      return { contents: compileScript(descriptor, { id: 'example', inlineTemplate: true }).content, loader: 'js' };
    });
  },
};

const svelte: Plugin = {
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: compile(source, { filename: path, generate: 'client' }).js.code, loader: 'js' };
    });
  },
};
