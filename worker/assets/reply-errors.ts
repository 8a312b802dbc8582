import { InferenceError } from '../../src/shared/errors/inference-error.ts';
import { ModelLoadError } from '../../src/shared/errors/model-load-error.ts';
import type { AssetFile } from './asset-file.ts';
import { isOffline } from './back-off.ts';

/** As much of a wrong reply as its error quotes. */
const HEAD_BYTES = 64;

const SERVE =
  'Serve the file as it came with the package: see the guide on self-hosting, and `npx saccade copy-assets`.';

/** What is told about a reply that was not what it should be. */
export interface Reply {
  url: string;
  status: number;
  contentType: string;
  /** Its first bytes as text. */
  head: string;
}

/** Notes down what a reply looks like. */
export function describeReply(url: string, response: Response, firstBytes: Uint8Array): Reply {
  const head = new TextDecoder('latin1').decode(firstBytes.subarray(0, HEAD_BYTES)).replace(/[^\x20-\x7e]+/g, '.');
  return { url, status: response.status, contentType: response.headers.get('content-type') ?? '', head };
}

/** Whether a reply begins like a page of HTML: a fallback route of a site, a captive portal, a login. */
export function looksLikeHtml(firstBytes: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(firstBytes.subarray(0, 256));
  return /^[^\x21-\x7e]*<(!doctype|html|head|body|\?xml|!--)/i.test(head);
}

/** Whether a server that answers so may answer otherwise in a moment. */
export function statusMayPass(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/** `asset-not-found`: any status other than success. */
export function notFound(name: string, url: string, response: Response): ModelLoadError {
  const { status } = response;
  const contentType = response.headers.get('content-type') ?? '';
  return new ModelLoadError('asset-not-found', `The ${name} is not at ${url}: status ${status}.`, {
    details: { url, status, contentType },
    remedy: `Check the address, \`assetBase\` or \`model\`. ${SERVE}`,
  });
}

/** `asset-network`: the browser could not fetch, and tells no more than whether it is offline. */
export function networkFailed(name: string, url: string, cause: unknown): ModelLoadError {
  const offline = isOffline();
  const why = offline ? 'the browser is offline' : String(cause);
  return new ModelLoadError('asset-network', `The ${name} could not be fetched from ${url}: ${why}.`, {
    cause,
    details: { url, offline },
    remedy: offline
      ? 'Try again when the browser is online; what has arrived is kept.'
      : 'Check the connection; a server on another origin must allow this one (CORS), and so must connect-src (CSP).',
  });
}

/** `asset-wrong-type`: a page instead of a file. */
export function wrongType(name: string, reply: Reply): ModelLoadError {
  return new ModelLoadError(
    'asset-wrong-type',
    `${reply.url} answered with a page instead of the ${name}: status ${reply.status}, content type ` +
      `"${reply.contentType}", beginning "${reply.head}".`,
    { details: { ...reply }, remedy: `The server has no such file, or a portal stands before it. ${SERVE}` },
  );
}

/** `asset-truncated`: too few bytes, or too many (`received` is `Infinity`: the rest was not read). */
export function wrongLength(file: AssetFile, received: number, reply: Reply): ModelLoadError {
  const what = received < file.bytes ? `ended after ${received}` : 'goes on after the end';
  return new ModelLoadError('asset-truncated', `The ${file.name} at ${file.url} ${what} of ${file.bytes} bytes.`, {
    details: { ...reply, expectedBytes: file.bytes, ...(Number.isFinite(received) && { receivedBytes: received }) },
    remedy: `Try again; if it happens again, the file on the server is another one. ${SERVE}`,
  });
}

/** `asset-corrupt`: bytes that are not those of the manifest. */
export function corrupt(file: AssetFile, expected: string, found: string, reply: Reply): ModelLoadError {
  return new ModelLoadError(
    'asset-corrupt',
    `The ${file.name} at ${file.url} has the SHA-256 ${found} where ${expected} is expected.`,
    {
      details: { ...reply, expectedSha256: expected, foundSha256: found },
      remedy: `The file was changed, or belongs to another version. ${SERVE}`,
    },
  );
}

/** `timeout`: nothing arrives any more. */
export function stalled(name: string, url: string, limitMs: number): InferenceError {
  return new InferenceError('timeout', `No byte of the ${name} arrived from ${url} for ${limitMs} ms.`, {
    details: { url, limitMs },
    remedy: 'Check the connection, or raise `timeouts.stallMs`.',
  });
}
