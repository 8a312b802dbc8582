// node examples/22-extension/build.mjs [OUT [HOST ...]]: an extension folder that `Load unpacked` takes. HOSTs are match
// patterns of pages that may be described without a click on the button: tests need it.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));

const [out = join(HERE, 'build'), ...hosts] = process.argv.slice(2);

const dist = dirname(createRequire(import.meta.url).resolve('saccade/package.json')) + '/dist';
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const bundle = { bundle: true, minify: true, target: 'chrome116', logLevel: 'warning', absWorkingDir: HERE };
// The content script never makes a captioner, which is all that `import.meta` is for.
const logOverride = { 'empty-import-meta': 'silent' };
await build({
  ...bundle,
  logOverride,
  entryPoints: ['content.js'],
  format: 'iife',
  outfile: join(out, 'content.js'),
});
await build({ ...bundle, entryPoints: ['offscreen.js'], format: 'esm', outfile: join(out, 'offscreen.js') });
for (const file of ['background.js', 'offscreen.html']) cpSync(join(HERE, file), join(out, file));
// The bundle looks for worker, runtime and model beside itself.
for (const part of ['worker.js', 'worker-webgpu.js', 'runtime', 'models']) {
  cpSync(join(dist, part), join(out, part), { recursive: true });
}
const manifest = JSON.parse(readFileSync(join(HERE, 'manifest.json'), 'utf8'));
if (hosts.length > 0) manifest.host_permissions = hosts;
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2));
console.log(out);
