import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What servers compress; weights and pictures do not get smaller. */
const COMPRESSED = /\.(?:js|mjs|css|html|json|wasm|svg)$/;

/**
 * Sizes of a file as a server sends it: as it is, gzip 9, brotli 11. Compressing 14 MB takes half a minute, so results
 * are kept by content.
 */
export function sizesOf(file, cache) {
  const content = readFileSync(file);
  if (!COMPRESSED.test(file)) return { raw: content.length, gzip: content.length, brotli: content.length };
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 24);
  const kept = join(cache, 'sizes', `${hash}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const sizes = {
    raw: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    brotli: brotliCompressSync(content, { params }).length,
  };
  mkdirSync(join(cache, 'sizes'), { recursive: true });
  writeFileSync(kept, JSON.stringify(sizes));
  return sizes;
}

/** Sizes of several files, and their sum. @param files - Label by absolute path. */
export function sizeTable(files, cache) {
  const rows = Object.entries(files).map(([file, label]) => ({ label, ...sizesOf(file, cache) }));
  const total = { label: 'total', raw: 0, gzip: 0, brotli: 0 };
  for (const row of rows) for (const kind of ['raw', 'gzip', 'brotli']) total[kind] += row[kind];
  return [...rows, total];
}

/** Files that a visit fetched, told by the paths of its requests. */
export function filesOf(paths, mounts) {
  const prefixes = Object.keys(mounts).sort((a, b) => b.length - a.length);
  const found = {};
  for (const path of paths) {
    const prefix = prefixes.find((candidate) => path.startsWith(candidate));
    const file = prefix && join(mounts[prefix], path.slice(prefix.length));
    if (file && existsSync(file) && statSync(file).isFile()) found[file] = path.slice(1);
  }
  return found;
}

/** Total bytes of the files of a folder whose names match. */
export const folderBytes = (folder, pattern) =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
