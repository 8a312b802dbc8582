// Compiled, never run: what a consumer's code sees of the types. `Equal` fails to compile where two types differ.
import {
  Captioner,
  isSaccadeError,
  type Caption,
  type CaptionOptions,
  type CaptionToken,
  type ErrorCode,
} from 'saccade';
import { Captioner as InlineCaptioner } from 'saccade/inline';
import 'saccade/element';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(_proof?: T): void => undefined;

export async function describe(photo: HTMLImageElement | Blob | string, signal: AbortSignal): Promise<string> {
  const captioner = await Captioner.create({
    backend: 'auto',
    signal,
    monitor(progress) {
      progress.addEventListener('downloadprogress', (event) => console.log(event.loaded));
    },
  });
  const caption = await captioner.caption(photo, { attention: 'hard', samples: 2, seed: 7, beams: 3, candidates: 2 });
  const first = caption.tokens[0];
  holds<Equal<typeof caption, Caption>>();
  holds<Equal<typeof caption.text, string>>();
  holds<Equal<typeof first, CaptionToken | undefined>>();
  console.log(first?.logProb);
  for await (const token of captioner.captionStreaming(photo, { signal })) console.log(token.text, token.attention[0]);
  captioner.destroy();
  return caption.text;
}

export function explain(error: unknown): string {
  if (!isSaccadeError(error)) throw error;
  holds<Equal<typeof error.code, ErrorCode>>();
  if (error.code === 'webgpu-unavailable') return 'no WebGPU here';
  // @ts-expect-error there is no such code
  if (error.code === 'no-such-code') return '';
  return error.remedy;
}

// Two builds of one API: what one makes, code written for the other takes.
export const either: typeof Captioner.availability = InlineCaptioner.availability;

// @ts-expect-error beams is a number
export const wrongType: CaptionOptions = { beams: '3' };
// @ts-expect-error there is no such mode
export const wrongValue: CaptionOptions = { attention: 'medium' };
// @ts-expect-error there is no such option
export const unknownOption: CaptionOptions = { beam: 3 };
// @ts-expect-error with exactOptionalPropertyTypes an option is there or not
export const explicitUndefined: CaptionOptions = { beams: undefined };
// @ts-expect-error made by create()
new Captioner();
