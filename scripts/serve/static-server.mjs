import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
};

/** Headers that make a page cross-origin isolated, so that WASM may have threads. */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

async function locate(mounts, path) {
  for (const [prefix, folder] of mounts) {
    if (!path.startsWith(prefix)) continue;
    const file = normalize(join(folder, path.slice(prefix.length)));
    if (file !== normalize(folder) && !file.startsWith(normalize(folder + sep))) continue;
    const info = await stat(file).catch(() => null);
    if (info?.isFile()) return { file, size: info.size };
    if (info?.isDirectory()) {
      const index = join(file, 'index.html');
      const page = await stat(index).catch(() => null);
      if (page) return { file: index, size: page.size, isFolder: !path.endsWith('/') };
    }
  }
  return null;
}

/** First and last byte that a Range header asks for; null without one, or with one that does not fit. */
function parseRange(header, size) {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  if (!match) return null;
  const first = Number(match[1]);
  const last = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return first <= last ? { first, last } : null;
}

/**
 * Serves folders on the loopback interface, with right types, ranges and, if wanted, extra headers.
 *
 * @param {Record<string, string>} mounts - Folder by the prefix of the path that it answers, `/` for the root; the
 * longest prefix that has the file wins.
 * @param {object} [options]
 * @param {number} [options.port] - 0 for a free one.
 * @param {Record<string, string>} [options.headers] - Sent with every reply; {@link ISOLATION}, say.
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, path: string) => boolean | Promise<boolean>} [options.intercept] -
 * Sees each request first; true if it answered. How tests serve faults.
 * @returns {Promise<{ origin: string, port: number, close: () => Promise<void> }>} `origin` has no slash at its end.
 */
export async function serve(mounts, { port = 0, headers = {}, intercept } = {}) {
  const byLength = Object.entries(mounts).sort(([a], [b]) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (await intercept?.(request, response, path)) return;
    const found = await locate(byLength, path);
    if (!found) return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end(`not found: ${path}\n`);
    if (found.isFolder) return void response.writeHead(302, { Location: `${path}/` }).end();
    const range = parseRange(request.headers.range, found.size);
    response.setHeader('Content-Type', TYPES[extname(found.file).toLowerCase()] ?? 'application/octet-stream');
    response.setHeader('Accept-Ranges', 'bytes');
    response.setHeader('Cache-Control', 'no-cache');
    const { first, last } = range ?? { first: 0, last: found.size - 1 };
    response.setHeader('Content-Length', last - first + 1);
    if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${found.size}`);
    response.writeHead(range ? 206 : 200);
    if (request.method === 'HEAD' || found.size === 0) return void response.end();
    createReadStream(found.file, { start: first, end: last })
      .on('error', () => response.destroy())
      .pipe(response);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://localhost:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
