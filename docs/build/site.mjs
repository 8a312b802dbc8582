// npm run docs [-- --serve]: the documentation site in docs/.vitepress/dist/, API pages from the docstrings, links
// checked. With --serve it is shown on the loopback interface afterwards.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensurePackages, ROOT } from '../../scripts/setup/packages.mjs';

const docs = fileURLToPath(new URL('..', import.meta.url));
const site = `${docs}.vitepress/dist`;
const base = process.env.SACCADE_DOCS_BASE ?? '/';

process.chdir(ROOT);
ensurePackages();

const { writeApi } = await import('./api.mjs');
const entries = await writeApi(`${docs}api`);
console.log(`API: ${entries} pages from the docstrings`);

const { build } = await import('vitepress');
await build(docs);

cpSync('docs/benchmarks/latest.json', `${site}/benchmarks/latest.json`);

// The playground is part of the site: the built package beside it, as any page would serve it.
if (existsSync('dist/index.js')) {
  cpSync('dist', `${site}/saccade`, { recursive: true, filter: (path) => !/\.(?:map|d\.ts)$/.test(path) });
  cpSync('examples/playground', `${site}/examples/playground`, { recursive: true });
  cpSync('examples/demo/photos', `${site}/examples/demo/photos`, { recursive: true });
} else {
  rmSync(`${site}/examples`, { recursive: true, force: true });
  console.log('No dist/: the playground is left out. `npm run build` makes it.');
}

const { checkLinks } = await import('./check-links.mjs');
const { links, dead } = checkLinks(site, base);
for (const line of dead) console.log(`dead link: ${line}`);
console.log(`${links} links, ${dead.length} dead`);
if (dead.length > 0) process.exitCode = 1;

if (process.argv.includes('--serve')) {
  const { serve, ISOLATION } = await import('../../scripts/serve/static-server.mjs');
  const { origin } = await serve({ [base]: site }, { port: 8090, headers: ISOLATION });
  console.log(`\n  documentation: ${origin}${base}\n  (Ctrl+C ends it)\n`);
}
