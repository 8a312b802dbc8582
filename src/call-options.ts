import type { CaptionOptions, DecodeOptions } from './shared/options.ts';

/** What is put under transparent pixels if the caller names nothing. */
const DEFAULT_BACKGROUND = 'white';

/** The colour under transparent pixels. */
export function backgroundOf(options: CaptionOptions): string {
  return options.background ?? DEFAULT_BACKGROUND;
}

/** The part of the options that crosses to the worker; signals cannot, and the rest stays here. */
export function decodeOptions(options: CaptionOptions): DecodeOptions {
  const entries = Object.entries(options).filter(
    ([name, value]) => value !== undefined && name !== 'signal' && name !== 'background',
  );
  return Object.fromEntries(entries);
}
