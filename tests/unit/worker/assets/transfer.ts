import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AssetFile } from '../../../../worker/assets/asset-file.ts';
import type { Transfer } from '../../../../worker/assets/chunk-writer.ts';
import { download } from '../../../../worker/assets/download.ts';
import type { AssetServer } from '../asset-server.ts';

/** The file that the tests download: two whole chunks and a rest. */
export const content = readFileSync(new URL('../../../fixtures/tiny-pack/step.onnx', import.meta.url));
export const CHUNK = 4096;
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A download of {@link content} of which some chunks are there. */
export function transferFrom(server: AssetServer, present: number[] = []): Transfer {
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

/** Downloads, and notes down what is told meanwhile. */
export function run(target: Transfer, signal = new AbortController().signal, stallMs = 10_000, offlineMs = 0) {
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
