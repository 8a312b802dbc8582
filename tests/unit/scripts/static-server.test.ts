import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ISOLATION, serve } from '../../../scripts/serve/static-server.mjs';

let folder: string;
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saccade-served-'));
  await writeFile(join(folder, 'a.wasm'), '0123456789');
  await writeFile(join(folder, 'photo (1) é.jpg'), 'x');
  server = await serve({ '/files/': folder }, { headers: ISOLATION });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});
const get = (path: string, headers: Record<string, string> = {}) => fetch(server.origin + path, { headers });

/** `fetch` tidies paths before it sends them. */
const rawStatus = (path: string) =>
  new Promise((resolve) =>
    request({ port: server.port, host: '127.0.0.1', path }, (r) => resolve(r.resume().statusCode)).end(),
  );

describe('static server', () => {
  it('states type, length and isolation of a file', async () => {
    const reply = await get('/files/a.wasm');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('application/wasm');
    expect(reply.headers.get('content-length')).toBe('10');
    expect(reply.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(await reply.text()).toBe('0123456789');
  });

  it('answers a range with that part', async () => {
    const reply = await get('/files/a.wasm', { Range: 'bytes=3-5' });
    expect(reply.status).toBe(206);
    expect(reply.headers.get('content-range')).toBe('bytes 3-5/10');
    expect(await reply.text()).toBe('345');
  });

  it('answers an open range to the end', async () => {
    expect(await (await get('/files/a.wasm', { Range: 'bytes=7-' })).text()).toBe('789');
  });

  it('serves names with spaces and letters beyond ASCII', async () => {
    expect((await get(`/files/${encodeURIComponent('photo (1) é.jpg')}`)).status).toBe(200);
  });

  it('answers 404 to what is not there', async () => {
    expect((await get('/files/b.wasm')).status).toBe(404);
  });

  it('serves nothing outside of its folders', async () => {
    expect(await rawStatus('/files/../../../../etc/hostname')).toBe(404);
    expect(await rawStatus('/files/%2e%2e/%2e%2e/%2e%2e/etc/hostname')).toBe(404);
  });
});
