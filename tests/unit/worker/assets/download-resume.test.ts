import { afterEach, describe, expect, it, vi } from 'vitest';
import { assetServerForTests } from '../asset-server.ts';
import { CHUNK, content, run, transferFrom } from './transfer.ts';

const server = await assetServerForTests();
afterEach(() => {
  vi.unstubAllGlobals();
});

const transfer = (present?: number[]) => transferFrom(server, present);
const ranges = () => server.log.map((entry) => entry.range);

describe('download, when the line is bad', () => {
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
});
