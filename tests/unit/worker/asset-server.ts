import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { RUNTIME_BINARIES, runtimeBinary } from '../../../scripts/build/runtime-binaries.mjs';

const TINY_PACK = fileURLToPath(new URL('../../fixtures/tiny-pack/', import.meta.url));

/** Answers a request itself and returns true, or leaves it to the server. */
export type Fault = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

/** A static server of the tiny model pack (`/tiny/`) and the runtimes (`/runtime/`), with ranges, faults and a log. */
export interface AssetServer {
  origin: string;
  /** Path and range of every request since the last reset. */
  log: { path: string; range: string | undefined }[];
  fault: Fault | null;
  close: () => Promise<void>;
}

export async function startAssetServer(): Promise<AssetServer> {
  const runtimes = new Map<string, Buffer>();
  for (const name of ['reduced', 'whole'] as const)
    runtimes.set(`/runtime/${RUNTIME_BINARIES[name]}`, (await runtimeBinary(name)).bytes);
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const { range } = request.headers;
    state.log.push({ path, range });
    const file = TINY_PACK + path.replace(/^\/\w+\//, '');
    const runtime = runtimes.get(path);
    const exists = runtime !== undefined || existsSync(file);
    const body = runtime ?? (exists ? readFileSync(file) : Buffer.alloc(0));
    if (state.fault?.(request, response, body)) return;
    if (!exists) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('no such file');
      return;
    }
    const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    if (!match) {
      response.writeHead(200, { 'content-length': body.length }).end(body);
      return;
    }
    const start = Number(match[1]);
    const end = match[2] ? Number(match[2]) : body.length - 1;
    response
      .writeHead(206, { 'content-range': `bytes ${start}-${end}/${body.length}` })
      .end(body.subarray(start, end + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: AssetServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log: [],
    fault: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return state;
}

/** A server for the tests of a file: before each its log is empty, after each its fault is gone, after all it is closed. */
export async function assetServerForTests(): Promise<AssetServer> {
  const server = await startAssetServer();
  beforeEach(() => {
    server.log.length = 0;
  });
  afterEach(() => {
    server.fault = null;
  });
  afterAll(() => server.close());
  return server;
}
