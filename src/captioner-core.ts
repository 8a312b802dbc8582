import { availability } from './availability.ts';
import { backgroundOf } from './call-options.ts';
import { checkTexts } from './check-texts.ts';
import { connectionSetup } from './connection-setup.ts';
import { DownloadProgress } from './create-monitor.ts';
import { Engine } from './engine.ts';
import { ALIGN_RULES, LOOK_RULES } from './option-rules.ts';
import type { PhotoSource } from './photo-source.ts';
import { rankPhotos } from './rank-photos.ts';
import type { AlignOptions, AvailabilityOptions, CreateOptions, LookOptions } from './shared/options.ts';
import type { Ranked } from './shared/results.ts';
import { SubjectCalls } from './subject-calls.ts';
import { photoSubject } from './subject-source.ts';
import { validateAvailabilityOptions, validateCreateOptions, validateOptions } from './validate-options.ts';
import { View } from './view.ts';

export { deleteCache } from './availability.ts';

/**
 * What is behind a {@link Captioner}: everything that a page need not download before it makes one. The build puts
 * this module and what it imports into a file of their own, which `Captioner.create` imports.
 */
export class CaptionerCore {
  /** Called when the backend changed in mid-life. */
  onBackendChange: (() => void) | null = null;
  readonly engine: Engine;

  private constructor(options: CreateOptions) {
    this.engine = new Engine(connectionSetup(options), () => this.onBackendChange?.());
  }

  /** See {@link Captioner.create}. */
  static async create(options: CreateOptions): Promise<CaptionerCore> {
    validateCreateOptions(options);
    options.signal?.throwIfAborted();
    const progress = new DownloadProgress(options.monitor);
    const core = new CaptionerCore(options);
    const onProgress = (fraction: number) => {
      progress.report(fraction);
    };
    await core.engine.start(options.backend ?? 'auto', onProgress, options.signal);
    progress.report(1);
    return core;
  }

  /** The calls on a photo; none of its options but the background is looked at yet. */
  of(photo: PhotoSource, options: { background?: string } | undefined): SubjectCalls<unknown> {
    return new SubjectCalls(this.engine, photoSubject(photo, backgroundOf(options ?? {}))) as SubjectCalls<unknown>;
  }

  /** See {@link Captioner.look}. */
  async look(photo: PhotoSource, options: LookOptions): Promise<View> {
    validateOptions('look', options, LOOK_RULES);
    const background = backgroundOf(options);
    const source = photoSubject(photo, background);
    const look = await this.engine.run(
      {
        ...source,
        send: async (connection, read, signal) => {
          const subject = await source.subject(connection, read, signal);
          return { ...(await connection.client.look(subject, signal)), connection };
        },
      },
      options.signal,
    );
    return new View(this.engine, photo, background, look);
  }

  /** See {@link Captioner.rank}. */
  async rank(
    photos: PhotoSource | readonly PhotoSource[],
    texts: string | readonly string[],
    options?: AlignOptions,
  ): Promise<Ranked<unknown>[]> {
    if (!Array.isArray(photos))
      return this.of(photos as PhotoSource, options).rank(texts as readonly string[], options);
    validateOptions('rank', options, ALIGN_RULES);
    checkTexts('rank', [texts]);
    const align = (photo: PhotoSource, signal: AbortSignal) =>
      this.of(photo, options).align(texts as string, { ...options, signal });
    return rankPhotos(photos, align, options);
  }
}

/** See {@link Captioner.availability}. */
export function availabilityOf(options: AvailabilityOptions): ReturnType<typeof availability> {
  validateAvailabilityOptions(options);
  return availability(options);
}
