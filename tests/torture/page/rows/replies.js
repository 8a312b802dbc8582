import { rejects } from '../expect.js';
import { ALWAYS, fails, IMPATIENT, WASM } from '../network-visit.js';
import { createCaptioner, faulty } from '../stage.js';

/** Replies that are not what was asked for. */
export const REPLIES = [
  fails('manifest: 404', { 'manifest.json': ['404', ALWAYS] }, 'asset-not-found', { details: { status: 404 } }),
  fails('manifest: 500', { 'manifest.json': ['500', ALWAYS] }, 'asset-not-found', { details: { status: 500 } }),
  fails('manifest: a page of HTML with status 200', { 'manifest.json': ['html', ALWAYS] }, 'asset-wrong-type', {
    message: /html/i,
    details: { status: 200, contentType: (type) => type.startsWith('text/html') },
  }),
  fails('manifest: cut-off JSON', { 'manifest.json': ['short', ALWAYS] }, 'manifest-invalid'),
  fails('manifest: empty', { 'manifest.json': ['empty', ALWAYS] }, [
    'manifest-invalid',
    'asset-truncated',
    'asset-wrong-type',
  ]),
  fails('manifest: JSON of something else', { 'manifest.json': ['other-json', ALWAYS] }, 'manifest-invalid'),
  fails('manifest: of a format version to come', { 'manifest.json': ['format-2', ALWAYS] }, 'manifest-unsupported'),
  fails('manifest: of an unknown family', { 'manifest.json': ['family-x', ALWAYS] }, 'manifest-unsupported'),
  fails('manifest: files elsewhere ("../../secret")', { 'manifest.json': ['path-x', ALWAYS] }, [
    'asset-not-found',
    'manifest-invalid',
  ]),
  fails('manifest: never answers', { 'manifest.json': ['silent', ALWAYS] }, ['timeout', 'asset-network']),
  fails('model: 404', { 'step.onnx': ['404', ALWAYS] }, 'asset-not-found', {
    details: { status: 404, url: (url) => url.endsWith('step.onnx') },
  }),
  fails('model: 500', { 'encoder.onnx': ['500', ALWAYS] }, 'asset-not-found', { details: { status: 500 } }),
  fails('model: a page of HTML with status 200', { 'step.onnx': ['html', ALWAYS] }, 'asset-wrong-type', {
    details: { status: 200, contentType: (type) => type.startsWith('text/html') },
  }),
  fails('model: HTML under a binary content type (captive portal)', { 'step.onnx': ['html-binary', ALWAYS] }, [
    'asset-wrong-type',
    'asset-truncated',
    'asset-corrupt',
  ]),
  fails('model: half of it, and says so', { 'step.onnx': ['short', ALWAYS] }, 'asset-truncated'),
  fails('model: more than the manifest says', { 'step.onnx': ['long', ALWAYS] }, 'asset-truncated'),
  fails('model: empty', { 'step.onnx': ['empty', ALWAYS] }, 'asset-truncated'),
  fails('model: one bit flipped', { 'step.onnx': ['flip', ALWAYS] }, 'asset-corrupt', {
    details: { url: (url) => url.endsWith('step.onnx') },
  }),
  fails('model: cut each time', { 'step.onnx': ['cut', ALWAYS] }, ['asset-network', 'asset-truncated']),
  fails('model: stalls each time', { 'step.onnx': ['stall', ALWAYS] }, ['timeout', 'asset-network']),
  fails('model: redirected to a login page of another origin', { 'encoder.onnx': ['portal', ALWAYS] }, [
    'asset-network',
    'asset-wrong-type',
  ]),
  fails(
    'model: valid hash, but no model',
    { 'manifest.json': ['model-x', ALWAYS], 'step.onnx': ['text-x', ALWAYS] },
    'session-failed',
    {
      downloaded: true,
    },
  ),
  fails(
    'model: another model under the self-test of this one',
    { 'manifest.json': ['self-test-x', ALWAYS] },
    'self-test-failed',
    { downloaded: true },
  ),
  fails('runtime: 404', { [WASM]: ['404', ALWAYS] }, 'asset-not-found', {
    details: { url: (url) => url.endsWith(WASM) },
  }),
  fails('runtime: a page of HTML with status 200', { [WASM]: ['html', ALWAYS] }, 'asset-wrong-type'),
  fails('runtime: one bit flipped', { [WASM]: ['flip', ALWAYS] }, 'asset-corrupt'),
  fails('runtime: half of it, and says so', { [WASM]: ['short', ALWAYS] }, 'asset-truncated'),
  {
    name: 'worker script: 404, HTML, nonsense',
    gives: 'worker-blocked',
    async run() {
      for (const fault of ['404', 'html', 'text-x']) {
        const { assets } = faulty({ 'worker.js': [fault, ALWAYS] });
        await rejects(createCaptioner({ workerUrl: `${assets}worker.js`, timeouts: IMPATIENT }), 'worker-blocked');
      }
    },
  },
];
