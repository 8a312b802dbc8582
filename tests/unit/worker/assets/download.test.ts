import { describe, expect, it } from 'vitest';
import { assetServerForTests } from '../asset-server.ts';
import { CHUNK, content, run, sha256, transferFrom } from './transfer.ts';

const server = await assetServerForTests();

const transfer = (present?: number[]) => transferFrom(server, present);
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
