// npm run figure -- PHOTO --out FILE.png [--attention soft|hard] [--samples 1|2] [--beams N] [--seed N]
//   [--style gray|spotlight|cividis|viridis] [--per-line N] [--tile N] [--backend wasm|webgpu] [--model DIR]
// Draws the photo with a map for every word of its caption, soft above hard, in a headless browser. FILE.svg gives SVG.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCommand } from './setup/command-line.mjs';
import { ROOT } from './setup/packages.mjs';

const USAGE = `npm run figure -- PHOTO --out FILE.png [--attention soft|hard] [--samples 1|2] [--beams N] [--seed N]
  [--style gray|spotlight|cividis|viridis] [--per-line N] [--tile N] [--backend wasm|webgpu] [--model DIR]`;
const FLAGS = ['out', 'attention', 'samples', 'beams', 'seed', 'style', 'per-line', 'tile', 'model'];
const OPTIONS = {
  ...Object.fromEntries(FLAGS.map((name) => [name, { type: 'string' }])),
  backend: { type: 'string', default: 'wasm' },
};

/** The entries that were given, as numbers where they are numbers; the SDK has the defaults, and checks the ranges. */
const given = (entries) =>
  Object.fromEntries(
    Object.entries(entries)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, /^-?\d+$/.test(value) ? Number(value) : value]),
  );

const {
  values: asked,
  positionals,
  calledFrom,
} = openCommand(USAGE, OPTIONS, ({ out }, photos) => {
  if (photos.length !== 1 || !out) return 'One photo and --out are needed.';
  return /\.(png|svg)$/i.test(out) ? undefined : '--out names a .png or a .svg file.';
});
const { openBrowser } = await import('./serve/browser.mjs');
const { ISOLATION, serve } = await import('./serve/static-server.mjs');

const photo = resolve(calledFrom, positionals[0]);
const out = resolve(calledFrom, asked.out);
const mounts = {
  '/page.html': fileURLToPath(new URL('figure/page.html', import.meta.url)),
  '/saccade/': `${ROOT}dist`,
  '/photo/': dirname(photo),
};
if (asked.model) mounts['/model/'] = resolve(calledFrom, asked.model);
const server = await serve(mounts, { headers: ISOLATION });
const browser = await openBrowser({ webgpu: asked.backend === 'webgpu' });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(`${server.origin}/page.html`);
  await page.waitForFunction('window.ready');
  const { texts, png, svg } = await page.evaluate(
    ([url, create, wanted]) => window.drawFigure(url, create, wanted),
    [
      `/photo/${encodeURIComponent(basename(photo))}`,
      { backend: asked.backend, cache: false, ...(asked.model ? { model: '/model/' } : {}) },
      {
        modes: asked.attention ? [asked.attention] : ['soft', 'hard'],
        caption: given({ samples: asked.samples, beams: asked.beams, seed: asked.seed }),
        figure: given({ style: asked.style, perLine: asked['per-line'], tileSize: asked.tile }),
      },
    ],
  );
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, /\.svg$/i.test(out) ? svg : Buffer.from(png, 'base64'));
  console.log([...texts, `wrote ${out}`].join('\n'));
} catch (error) {
  console.error(error.message.split('\n')[0]);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}
