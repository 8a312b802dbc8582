import { ModelLoadError } from '../../src/shared/errors/model-load-error.ts';
import type { Manifest } from '../../src/shared/manifest.ts';
import { isSaccadeError } from '../../src/shared/errors/saccade-error.ts';
import { backOff, FRUITLESS_ATTEMPTS, isOffline, SILENCES } from './back-off.ts';
import { isManifest, manifestFlaws } from './check-manifest.ts';
import type { ChunkStore } from './chunk-store.ts';
import * as errors from './reply-errors.ts';
import { StallGuard } from './stall-guard.ts';

/** Version of the model-pack format that this version reads. */
const FORMAT_VERSION = 1;

/** A manifest, and whether the network gave it just now. */
export interface FoundManifest {
  manifest: Manifest;
  isFresh: boolean;
}

/**
 * Gets a model's manifest: from the network, so that a new model is noticed, or as it was seen last where the network
 * does not give it. Where it was never seen, what may pass (a broken connection, a busy server) is tried again.
 *
 * @param url - Absolute address.
 * @throws {@link ModelLoadError} `asset-not-found`, `asset-network`, `asset-wrong-type`, `manifest-invalid`,
 *   `manifest-unsupported`; {@link InferenceError} `timeout`; the signal's reason.
 */
export async function fetchManifest(
  url: string,
  store: ChunkStore,
  signal: AbortSignal,
  stallMs: number,
): Promise<FoundManifest> {
  let silences = 0;
  for (let fruitless = 1; ; fruitless++) {
    try {
      const text = await fetchText(url, signal, stallMs);
      const manifest = parseManifest(url, text);
      await store.putManifest(url, text);
      return { manifest, isFresh: true };
    } catch (error) {
      signal.throwIfAborted();
      const known = await store.manifest(url);
      if (known !== null) return { manifest: parseManifest(url, known), isFresh: false };
      if (isSaccadeError(error) && error.code === 'timeout') silences += 1;
      const isSpent = fruitless === FRUITLESS_ATTEMPTS || silences === SILENCES || isOffline();
      if (isSpent || !mayPass(error)) throw error;
    }
    await backOff(fruitless, signal);
  }
}

function mayPass(error: unknown): boolean {
  if (!isSaccadeError(error)) return false;
  if (error.code === 'asset-not-found') return errors.statusMayPass(error.details.status as number);
  return error.code === 'asset-network' || error.code === 'timeout';
}

async function fetchText(url: string, signal: AbortSignal, stallMs: number): Promise<string> {
  const guard = new StallGuard(signal, stallMs / SILENCES, () => errors.stalled('manifest', url, stallMs));
  try {
    const response = await fetch(url, { signal: guard.signal, cache: 'no-cache' });
    guard.beat();
    if (!response.ok) throw errors.notFound('manifest', url, response);
    const text = await response.text();
    const firstBytes = new TextEncoder().encode(text.slice(0, 256));
    if (errors.looksLikeHtml(firstBytes)) {
      throw errors.wrongType('manifest', errors.describeReply(url, response, firstBytes));
    }
    return text;
  } catch (cause) {
    signal.throwIfAborted();
    const reason: unknown = guard.signal.aborted ? guard.signal.reason : cause;
    throw isSaccadeError(reason) ? reason : errors.networkFailed('manifest', url, cause);
  } finally {
    guard.end();
  }
}

/**
 * Reads a manifest's text.
 *
 * @throws {@link ModelLoadError} `manifest-invalid`, `manifest-unsupported`.
 */
export function parseManifest(url: string, text: string): Manifest {
  const remedy = 'Check the model pack with `npx saccade check-model`.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const head = text.slice(0, 64);
    throw new ModelLoadError('manifest-invalid', `The manifest at ${url} is not JSON: it begins "${head}".`, {
      cause,
      details: { url, head },
      remedy,
    });
  }
  const { format, formatVersion } = (value ?? {}) as Partial<Manifest>;
  if (format !== 'saccade-model') {
    throw new ModelLoadError(
      'manifest-invalid',
      `The JSON at ${url} is no model manifest: its format is not "saccade-model".`,
      {
        details: { url },
        remedy: 'Let `model` name a manifest.json, or its folder with a slash at the end.',
      },
    );
  }
  if (formatVersion !== FORMAT_VERSION) {
    throw new ModelLoadError(
      'manifest-unsupported',
      `The model pack at ${url} is of format version ${String(formatVersion)}; this version reads ${FORMAT_VERSION}.`,
      {
        details: { url, formatVersion: String(formatVersion) },
        remedy: 'Use a matching version of this package or of the model.',
      },
    );
  }
  if (isManifest(value)) return value;
  const flaws = manifestFlaws(value);
  throw new ModelLoadError('manifest-invalid', `The manifest at ${url} is wrong in: ${flaws.join(', ')}.`, {
    details: { url, flaws },
    remedy,
  });
}
