import { LifecycleError } from '../src/shared/errors/lifecycle-error.ts';
import type { Manifest } from '../src/shared/manifest.ts';
import type { DecodeOptions } from '../src/shared/options.ts';
import type { Subject } from '../src/shared/protocol.ts';
import type { Alignment, BackendInfo, Caption, CaptionToken, Grid } from '../src/shared/results.ts';
import type { PictureStatistics } from '../src/shared/signals.ts';
import { alignTexts } from './align.ts';
import { decodeCaption, hardAttention } from './decode-plan.ts';
import type { DecoderModel, Pacing } from './decode/decoder-model.ts';
import type { EncodedPhoto, Family } from './families/family.ts';
import { macrotask } from './macrotask.ts';
import { meanOverPlaces } from './numerics/mean-over-places.ts';
import type { JobContext } from './queue.ts';
import { readPhoto } from './read-photo.ts';
import { referencePhoto } from './reference-photo.ts';
import { spellCaption, spellToken } from './spell.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A photo that was read and encoded. */
interface View {
  encoded: EncodedPhoto;
  picture: PictureStatistics;
  grid: Grid;
}

/** A view and what it cost to get it; nothing if it was there already. */
interface Sighting extends View {
  preprocessMs: number;
  encodeMs: number;
}

/** What {@link Pipeline} is made of. */
export interface PipelineParts {
  manifest: Manifest;
  vocabulary: Vocabulary;
  family: Family;
  /** Contents of the pack's reference file, or null. */
  reference: Uint8Array<ArrayBuffer> | null;
  /** The backend at the time of asking. */
  backend: () => BackendInfo;
}

/** The stages of every call in their order: read, encode, decode, spell. Calls must not overlap. */
export class Pipeline {
  readonly #parts: PipelineParts;
  readonly #views = new Map<number, View>();
  #lastView = 0;
  #reference: EncodedPhoto | null = null;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** See `WorkerApi.caption`. */
  async caption(
    subject: Subject,
    options: DecodeOptions,
    onToken: ((token: CaptionToken) => void) | null,
    { signal, queueMs }: JobContext,
  ): Promise<Caption> {
    const { manifest, vocabulary, family } = this.#parts;
    const view = await this.#see(subject, signal);
    const { model, stepsRun } = countSteps(family.decoder(view.encoded, hardAttention(options)));
    const startedAt = performance.now();
    const feature = meanOverPlaces(view.encoded.values, ...manifest.shapes.values);
    let firstTokenMs: number | null = null;
    let settled = 0;
    const decoded = await decodeCaption(
      model,
      options,
      manifest,
      vocabulary,
      feature,
      (token) => {
        firstTokenMs ??= performance.now() - startedAt;
        onToken?.(spellToken(token, settled++, vocabulary));
      },
      pacing(signal),
    );
    const decodeMs = performance.now() - startedAt;
    const candidates = decoded.map((caption) => spellCaption(caption, vocabulary));
    return {
      ...candidates[0]!,
      grid: view.grid,
      attention: options.attention ?? 'soft',
      seed: options.seed ?? 0,
      candidates,
      language: manifest.language,
      backend: this.#parts.backend(),
      timings: {
        queueMs,
        preprocessMs: view.preprocessMs,
        encodeMs: view.encodeMs,
        firstTokenMs: firstTokenMs ?? decodeMs,
        decodeMs,
        steps: stepsRun(),
      },
      signals: {
        feature,
        picture: view.picture,
      },
    };
  }

  /** See `WorkerApi.look`. */
  async look(
    subject: Subject,
    { signal }: JobContext,
  ): Promise<{ view: number; photoWidth: number; photoHeight: number }> {
    const { encoded, picture, grid } = await this.#see(subject, signal);
    const view = ++this.#lastView;
    this.#views.set(view, { encoded, picture, grid });
    return { view, photoWidth: grid.photoWidth, photoHeight: grid.photoHeight };
  }

  /** See `WorkerApi.forget`. */
  forget(view: number): void {
    this.#views.delete(view);
  }

  /** See `WorkerApi.align`. */
  async align(
    subject: Subject,
    texts: readonly string[],
    options: DecodeOptions,
    { signal }: JobContext,
  ): Promise<Alignment[]> {
    const { manifest, vocabulary, family, reference } = this.#parts;
    const { encoded, grid } = await this.#see(subject, signal);
    this.#reference ??= await referencePhoto(manifest, reference, family);
    const hard = hardAttention(options);
    const models = { photo: family.decoder(encoded, hard), reference: family.decoder(this.#reference, hard) };
    const alignments = await alignTexts(texts, models, vocabulary, hard, pacing(signal));
    return alignments.map((alignment) => ({ ...alignment, grid, backend: this.#parts.backend() }));
  }

  /** Reads and encodes a photo, or finds a view. The bitmap was transferred to this worker and is closed. */
  async #see(subject: Subject, signal: AbortSignal): Promise<Sighting> {
    if ('view' in subject) return { ...this.#find(subject.view), preprocessMs: 0, encodeMs: 0 };
    const { manifest, family } = this.#parts;
    const { photo, background } = subject;
    try {
      const startedAt = performance.now();
      const { pixels, picture } = await readPhoto(photo, background, manifest.preprocessing);
      const readAt = performance.now();
      await pacing(signal).pause();
      const encodingAt = performance.now();
      const encoded = await family.encode(pixels);
      const encodedAt = performance.now();
      await pacing(signal).pause();
      const grid = { ...manifest.grid, photoWidth: photo.photoWidth, photoHeight: photo.photoHeight };
      return { encoded, picture, grid, preprocessMs: readAt - startedAt, encodeMs: encodedAt - encodingAt };
    } finally {
      closePhoto(subject);
    }
  }

  #find(number: number): View {
    const view = this.#views.get(number);
    if (view) return view;
    throw new LifecycleError('destroyed', 'The view was disposed of before or during the call.', {
      remedy: 'Call `look` again.',
    });
  }
}

/** Frees the pixels of a photo that was sent here; they are of no use to anybody else. */
export function closePhoto(subject: Subject): void {
  if ('photo' in subject && 'close' in subject.photo.bitmap) subject.photo.bitmap.close();
}

function pacing(signal: AbortSignal): Pacing {
  return {
    async pause() {
      await macrotask();
      signal.throwIfAborted();
    },
  };
}

function countSteps(model: DecoderModel): { model: DecoderModel; stepsRun: () => number } {
  let steps = 0;
  const step: DecoderModel['step'] = (request) => {
    steps += 1;
    return model.step(request);
  };
  return { model: { ...model, step }, stepsRun: () => steps };
}
