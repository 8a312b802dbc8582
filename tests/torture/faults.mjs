import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const HTML = '<!doctype html><html><head><title>Sign in to the network</title></head><body>Sign in</body></html>';
const TYPES = { json: 'application/json', js: 'text/javascript', wasm: 'application/wasm' };
const NO_STORE = { 'Cache-Control': 'no-store' };

const typeOf = (file) => TYPES[file.split('.').pop()] ?? 'application/octet-stream';

function send({ response, file }, body, { status = 200, headers = {} } = {}) {
  response.writeHead(status, { 'Content-Type': typeOf(file), 'Content-Length': body.length, ...NO_STORE, ...headers });
  response.end(body);
}

const status = (code) => (visit) =>
  send(visit, Buffer.from(`status ${code}`), { status: code, headers: { 'Content-Type': 'text/plain' } });

/** Begins an honest reply and sends the first part. @returns The part of the file that was asked for. */
function begin({ request, response, bytes, file }, share = 0.5) {
  const range = rangeOf(request, bytes.length);
  const body = range ? bytes.subarray(range.first, range.last + 1) : bytes;
  response.writeHead(range ? 206 : 200, {
    'Content-Type': typeOf(file),
    'Content-Length': body.length,
    ...(range && { 'Content-Range': `bytes ${range.first}-${range.last}/${bytes.length}` }),
    ...NO_STORE,
  });
  response.write(body.subarray(0, Math.ceil(body.length * share)));
}

function rangeOf({ headers }, size) {
  const match = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  return match && { first: Number(match[1]), last: match[2] ? Math.min(Number(match[2]), size - 1) : size - 1 };
}

/** Replaces the manifest by one that was changed. */
const manifest = (change) => (visit) => {
  const value = JSON.parse(visit.bytes);
  change(value);
  send(visit, Buffer.from(JSON.stringify(value)));
};

/** Sends 500 bytes at a time. */
const inDrops =
  (pauseMs) =>
  async ({ response, bytes, file }) => {
    response.writeHead(200, { 'Content-Type': typeOf(file), 'Content-Length': bytes.length, ...NO_STORE });
    for (let at = 0; at < bytes.length; at += 500) {
      response.write(bytes.subarray(at, at + 500));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    response.end();
  };

const NOT_A_MODEL = Buffer.from('This is no model, whatever its hash says. '.repeat(100));

/** How a server may answer for a file. Each gets `{ request, response, bytes, path, file }`. */
export const FAULTS = {
  /** Nothing wrong: types, ranges and lengths as they should be. */
  'none'(visit) {
    const range = rangeOf(visit.request, visit.bytes.length);
    if (!range) return send(visit, visit.bytes, { headers: { 'Accept-Ranges': 'bytes' } });
    send(visit, visit.bytes.subarray(range.first, range.last + 1), {
      status: 206,
      headers: { 'Content-Range': `bytes ${range.first}-${range.last}/${visit.bytes.length}` },
    });
  },
  '404': status(404),
  '416': status(416),
  '500': status(500),
  '503': status(503),
  'html': (visit) => send(visit, Buffer.from(HTML), { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
  'html-binary': (visit) => send(visit, Buffer.from(HTML), { headers: { 'Content-Type': 'application/octet-stream' } }),
  'empty': (visit) => send(visit, Buffer.alloc(0)),
  'short': (visit) => send(visit, visit.bytes.subarray(0, visit.bytes.length / 2)),
  'long': (visit) => send(visit, Buffer.concat([visit.bytes, Buffer.alloc(5000)])),
  'flip'(visit) {
    const bytes = Buffer.from(visit.bytes);
    bytes[bytes.length >> 1] ^= 16;
    send(visit, bytes);
  },
  /** Promises the whole and breaks off in the middle. */
  'cut'(visit) {
    begin(visit, 0.6);
    // Browsers throw away what nobody has read yet when a connection breaks.
    setTimeout(() => visit.response.destroy(), 1500);
  },
  /** Sends the half and then nothing, the connection open. */
  'stall': (visit) => begin(visit, 0.6),
  'silent': () => undefined,
  'range-ignored': (visit) => send(visit, visit.bytes),
  'wrong-range': (visit) =>
    send(visit, visit.bytes.subarray(0, 100), {
      status: 206,
      headers: { 'Content-Range': `bytes 0-99/${visit.bytes.length}` },
    }),
  'unasked-206': (visit) =>
    send(visit, visit.bytes.subarray(0, visit.bytes.length >> 1), {
      status: 206,
      headers: { 'Content-Range': `bytes 0-${(visit.bytes.length >> 1) - 1}/${visit.bytes.length}` },
    }),
  'gzip': (visit) => send(visit, gzipSync(visit.bytes, { level: 1 }), { headers: { 'Content-Encoding': 'gzip' } }),
  'chunked'({ response, bytes, file }) {
    response.writeHead(200, { 'Content-Type': typeOf(file), ...NO_STORE });
    response.end(bytes);
  },
  'mime': (visit) => send(visit, visit.bytes, { headers: { 'Content-Type': 'text/plain' } }),
  'redirect': ({ response, path }) => response.writeHead(302, { Location: path, ...NO_STORE }).end(),
  /** A captive portal: sends everybody to a page of its own on another origin. */
  'portal': ({ response, request }) =>
    response.writeHead(302, { Location: `http://127.0.0.1:${request.socket.localPort}/torture/index.html` }).end(),
  'drops': inDrops(40),
  /** A slow line: ten thousand bytes take fourteen seconds. */
  'trickle': inDrops(700),
  'text-x': (visit) => send(visit, NOT_A_MODEL),
  'other-json': (visit) => send(visit, Buffer.from('{"name":"some-app","start_url":"/","icons":[]}')),
  'format-2': manifest((value) => (value.formatVersion = 2)),
  'family-x': manifest((value) => (value.family = 'some-family-to-come')),
  'path-x': manifest((value) => (value.files.step.path = '../../secret')),
  'self-test-x': manifest((value) => (value.selfTest.valuesSample = value.selfTest.valuesSample.map((x) => -x))),
  'model-x': manifest(({ files }) => {
    const chunkBytes = NOT_A_MODEL.length;
    const sha256 = createHash('sha256').update(NOT_A_MODEL).digest('hex');
    files.step = { path: 'step.onnx', bytes: chunkBytes, sha256, chunkBytes, chunks: [sha256] };
  }),
};
