import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AssetFile } from '../../../../worker/assets/asset-file.ts';
import type { Transfer } from '../../../../worker/assets/chunk-writer.ts';
import { download } from '../../../../worker/assets/download.ts';
import { startAssetServer, type AssetServer } from '../asset-server.ts';

const content = readFileSync(new URL('../../../fixtures/tiny-pack/step.onnx', import.meta.url));
const CHUNK = 4096;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let server: AssetServer;
beforeAll(async () => {
  server = await startAssetServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.log.length = 0;
});
afterEach(() => {
  server.fault = null;
  vi.unstubAllGlobals();
});

function transfer(present: number[] = []): Transfer {
  const chunks = [];
  for (let at = 0; at < content.length; at += CHUNK) chunks.push(sha256(content.subarray(at, at + CHUNK)));
  const file: AssetFile = {
    name: 'step',
    url: `${server.origin}/tiny/step.onnx`,
    bytes: content.length,
    sha256: sha256(content),
    chunkBytes: CHUNK,
    chunks,
  };
  const buffer = new Uint8Array(content.length);
  for (const index of present) buffer.set(content.subarray(index * CHUNK, (index + 1) * CHUNK), index * CHUNK);
  return { file, buffer, have: chunks.map((_, index) => present.includes(index)) };
}

function run(target: Transfer, signal = new AbortController().signal, stallMs = 10_000, offlineMs = 0) {
  const bytes: number[] = [];
  const verified: number[] = [];
  const done = download(target, {
    onBytes: (count) => bytes.push(count),
    onChunk: (index) => {
      verified.push(index);
      return Promise.resolve();
    },
    signal,
    stallMs,
    offlineMs,
  });
  return { done, bytes, verified };
}

const ranges = () => server.log.map((entry) => entry.range);

describe('download', () => {
  it('fetches a file in one request, verifying each chunk', async () => {
    const target = transfer();
    const { done, bytes, verified } = run(target);
    await done;
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
    expect(verified).toEqual([0, 1, 2]);
    expect(bytes.at(-1)).toBe(content.length);
    expect(ranges()).toEqual([undefined]);
  });

  it('asks only for the chunks that are missing', async () => {
    const target = transfer([0, 2]);
    await run(target).done;
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
    expect(ranges()).toEqual([`bytes=${CHUNK}-${2 * CHUNK - 1}`]);
  });

  it('asks for what lies behind a chunk that is there in a second request', async () => {
    const target = transfer([1]);
    await run(target).done;
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
    expect(ranges()).toEqual([`bytes=0-${CHUNK - 1}`, `bytes=${2 * CHUNK}-${content.length - 1}`]);
  });

  /** The first request gets so many bytes; then the connection breaks, or falls silent. */
  const firstGets = (bytes: number, then: 'break' | 'silence', wrongByteAt?: number) => {
    let requests = 0;
    server.fault = (_request, response, body) => {
      if (requests++ > 0) return false;
      const part = Buffer.from(body.subarray(0, bytes));
      if (wrongByteAt !== undefined) part[wrongByteAt]! ^= 1;
      response.writeHead(200, { 'content-length': body.length }).write(part, () => {
        // What nobody has read yet is thrown away when a connection breaks.
        if (then === 'break') setTimeout(() => response.destroy(), 300);
      });
      return true;
    };
  };

  it('goes on at the byte where the connection broke, in the middle of a chunk', async () => {
    firstGets(CHUNK + 1000, 'break');
    const target = transfer();
    await run(target).done;
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
    expect(ranges()).toEqual([undefined, `bytes=${CHUNK + 1000}-${content.length - 1}`]);
  });

  it('makes a silent connection anew and goes on where it fell silent, within the limit', async () => {
    firstGets(CHUNK + 1000, 'silence');
    const target = transfer();
    await run(target, undefined, 2000).done;
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
    expect(ranges()).toEqual([undefined, `bytes=${CHUNK + 1000}-${content.length - 1}`]);
  });

  it('fetches a chunk as a whole when its two parts do not fit together', async () => {
    firstGets(CHUNK + 1000, 'break', CHUNK + 5);
    const target = transfer();
    await run(target).done;
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
    expect(ranges().at(-1)).toBe(`bytes=${CHUNK}-${content.length - 1}`);
  });

  it('ends on a server that always breaks off, however often it brings a few bytes', async () => {
    server.fault = (request, response, body) => {
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(start > 0 ? 206 : 200, {
        'content-range': `bytes ${start}-${body.length - 1}/${body.length}`,
      });
      response.write(body.subarray(start, start + 10), () => setTimeout(() => response.destroy(), 50));
      return true;
    };
    await expect(run(transfer()).done).rejects.toMatchObject({ code: 'asset-network' });
    expect(ranges()).toEqual([undefined, `bytes=10-${content.length - 1}`, `bytes=20-${content.length - 1}`]);
  });

  it('waits where the browser says that it is offline, and goes on when it is online again', async () => {
    const navigator = { onLine: true };
    vi.stubGlobal('navigator', navigator);
    let requests = 0;
    server.fault = (request) => {
      if (requests++ >= 5) return false;
      navigator.onLine = false;
      setTimeout(() => (navigator.onLine = true), 400);
      request.socket.destroy();
      return true;
    };
    const target = transfer();
    await run(target, undefined, 10_000, 5000).done;
    expect(target.have).not.toContain(false);
    expect(requests).toBe(6);
  });

  it('says that the browser is offline when it stays so', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    server.fault = (request) => {
      request.socket.destroy();
      return true;
    };
    await expect(run(transfer(), undefined, 10_000, 600).done).rejects.toMatchObject({
      code: 'asset-network',
      message: expect.stringContaining('offline') as string,
      details: { offline: true },
    });
    expect(server.log).toHaveLength(1);
  });

  it('is content with a whole file where it asked for a part', async () => {
    server.fault = (_request, response, body) => {
      response.writeHead(200).end(body);
      return true;
    };
    const target = transfer([0]);
    const { done, verified } = run(target);
    await done;
    expect(verified).toEqual([1, 2]);
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
  });

  for (const [name, answer] of [
    ['refuses ranges (416)', { status: 416, start: 0 }],
    ['answers with another range', { status: 206, start: 0 }],
  ] as const) {
    it(`starts afresh when the server ${name}`, async () => {
      server.fault = (request, response, body) => {
        if (request.headers.range === undefined) return false;
        response.writeHead(answer.status, { 'content-range': `bytes 0-${body.length - 1}/${body.length}` }).end(body);
        return true;
      };
      const target = transfer([0]);
      await run(target).done;
      expect(Buffer.from(target.buffer).equals(content)).toBe(true);
      expect(ranges().at(-1)).toBeUndefined();
    });
  }

  it('starts afresh when a part is labelled right and is wrong', async () => {
    server.fault = (request, response, body) => {
      if (request.headers.range === undefined) return false;
      const total = `${CHUNK}-${body.length - 1}/${body.length}`;
      response.writeHead(206, { 'content-range': `bytes ${total}` }).end(body.subarray(0, body.length - CHUNK));
      return true;
    };
    const target = transfer([0]);
    await run(target).done;
    expect(Buffer.from(target.buffer).equals(content)).toBe(true);
  });

  it('tries again when the server says 500 for a moment', async () => {
    let errors = 0;
    server.fault = (_request, response) => {
      if (errors++ > 0) return false;
      response.writeHead(503).end('busy');
      return true;
    };
    const target = transfer();
    await run(target).done;
    expect(target.have).not.toContain(false);
  });

  it('names a missing file at once', async () => {
    const target = transfer();
    target.file.url = `${server.origin}/tiny/missing.onnx`;
    await expect(run(target).done).rejects.toMatchObject({ code: 'asset-not-found', details: { status: 404 } });
    expect(server.log).toHaveLength(1);
  });

  it('names a page of HTML with status 200 for what it is, at once', async () => {
    server.fault = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>app</title>');
      return true;
    };
    await expect(run(transfer()).done).rejects.toMatchObject({
      code: 'asset-wrong-type',
      details: { status: 200, contentType: 'text/html', head: expect.stringContaining('<!doctype html>') as string },
    });
    expect(server.log).toHaveLength(1);
  });

  it('names a flipped bit with both hashes after trying again, and does not hand the chunk on', async () => {
    server.fault = (_request, response, body) => {
      const flipped = Buffer.from(body);
      flipped[CHUNK + 5]! ^= 1;
      const match = /bytes=(\d+)-/.exec(_request.headers.range ?? '');
      response.writeHead(200).end(match ? flipped : flipped);
      return true;
    };
    const target = transfer();
    const { done, verified } = run(target);
    const bad = Buffer.from(content.subarray(CHUNK, 2 * CHUNK));
    bad[5]! ^= 1;
    await expect(done).rejects.toMatchObject({
      code: 'asset-corrupt',
      details: { expectedSha256: target.file.chunks[1], foundSha256: sha256(bad) },
    });
    expect(verified).not.toContain(1);
    expect(server.log.length).toBeGreaterThan(1);
  });

  it('names a file that always ends early', async () => {
    server.fault = (_request, response, body) => {
      response.writeHead(200).end(body.subarray(0, 100));
      return true;
    };
    await expect(run(transfer()).done).rejects.toMatchObject({
      code: 'asset-truncated',
      details: { expectedBytes: content.length, receivedBytes: 100 },
    });
  });

  it('names a file that goes on after its end', async () => {
    server.fault = (_request, response, body) => {
      response.writeHead(200).end(Buffer.concat([body, Buffer.from('more')]));
      return true;
    };
    await expect(run(transfer([])).done).rejects.toMatchObject({ code: 'asset-truncated' });
  });

  it('names a stall after its limit, when a second connection is silent too', async () => {
    server.fault = (request, response, body) => {
      if (request.headers.range === undefined) response.writeHead(200).write(body.subarray(0, 10));
      return true;
    };
    await expect(run(transfer(), undefined, 1000).done).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('for 1000 ms') as string,
    });
    expect(server.log).toHaveLength(2);
  });

  it('names an unreachable server after trying again', async () => {
    const target = transfer();
    target.file.url = 'http://127.0.0.1:9/step.onnx';
    await expect(run(target).done).rejects.toMatchObject({ code: 'asset-network' });
  });

  it('rejects with the reason of the abort, before, during and between attempts', async () => {
    const reason = new Error('enough');
    await expect(run(transfer(), AbortSignal.abort(reason)).done).rejects.toBe(reason);
    for (const delayMs of [20, 300]) {
      const controller = new AbortController();
      server.fault = (_request, response, body) => {
        response.writeHead(200, { 'content-length': body.length }).write(body.subarray(0, 10));
        if (delayMs > 100) response.destroy();
        return true;
      };
      setTimeout(() => {
        controller.abort(reason);
      }, delayMs);
      await expect(run(transfer(), controller.signal).done).rejects.toBe(reason);
    }
  });
});
