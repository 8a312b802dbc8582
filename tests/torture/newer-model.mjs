import { createHash } from 'node:crypto';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * Version 2.0.0 of a model pack: another step graph (by its documentation, so that it computes the same) and a
 * vocabulary turned around from the fifth word on, so that captions read differently.
 *
 * @param {Record<string, unknown>} manifest - Of version 1; left as it is.
 * @param {Buffer} step - The step graph of version 1.
 */
export function newerModel(manifest, step) {
  const text = Buffer.from('version 2');
  // ModelProto.doc_string is field 6; a field that is appended counts.
  const changed = Buffer.concat([step, Buffer.from([0x32, text.length]), text]);
  const { chunkBytes } = manifest.files.step;
  const chunks = [];
  for (let at = 0; at < changed.length; at += chunkBytes) chunks.push(sha256(changed.subarray(at, at + chunkBytes)));
  const vocabulary = [...manifest.vocabulary.slice(0, 4), ...manifest.vocabulary.slice(4).reverse()];
  const file = { ...manifest.files.step, bytes: changed.length, sha256: sha256(changed), chunks };
  return {
    manifest: { ...manifest, version: '2.0.0', vocabulary, files: { ...manifest.files, step: file } },
    step: changed,
  };
}
