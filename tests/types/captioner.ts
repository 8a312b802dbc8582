/** Type tests: `tsc -b` is the runner; nothing here is executed. */
import {
  isSaccadeError,
  type Alignment,
  type BackendInfo,
  type Caption,
  Captioner,
  type CaptionToken,
  type ErrorCode,
  InvalidInputError,
  type PhotoSource,
  type Ranked,
  type SaccadeError,
  type View,
} from '../../src/index.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile unless the value is of exactly this type. */
function is<A>(): <const B>(value: B, ...proof: Same<A, B> extends true ? [] : ['expected', A, 'got', B]) => void {
  return () => undefined;
}

declare const captioner: Captioner;
declare const view: View;
declare const blob: Blob;
declare const image: HTMLImageElement;

export async function calls(): Promise<void> {
  is<Captioner>()(await Captioner.create());
  const caption = await captioner.caption(blob, { attention: 'hard', samples: 2, seed: 7 });
  is<Caption>()(caption);
  is<Float32Array>()(caption.tokens[0]!.attention);
  is<BackendInfo>()(captioner.backend);

  const stream = captioner.captionStreaming(image);
  for await (const token of stream) is<CaptionToken>()(token);
  is<Promise<Caption>>()(stream.result);
  const { value } = await stream.getReader().read();
  is<CaptionToken | undefined>()(value);

  is<View>()(await captioner.look(blob));
  const alignment = await view.align('a dog');
  is<Alignment>()(alignment);
}

export async function rankings(): Promise<void> {
  const texts = await captioner.rank(blob, ['a dog', 'a cat']);
  is<Ranked<string>[]>()(texts);
  const files = await captioner.rank([new File([], 'a.jpg')], 'a dog');
  is<Ranked<File>[]>()(files);
  // @ts-expect-error: photos against several texts is neither of the two
  await captioner.rank([blob], ['a dog', 'a cat']);
}

export async function disposal(): Promise<void> {
  await using made = await Captioner.create();
  await using looked = await made.look(blob);
  await looked.caption();
}

export async function misuse(): Promise<void> {
  // @ts-expect-error: the constructor is private
  new Captioner();
  // @ts-expect-error: attention is soft or hard
  await captioner.caption(blob, { attention: 'harder' });
  // @ts-expect-error: beam is no option
  await captioner.caption(blob, { beam: 3 });
  // @ts-expect-error: 3 samples
  await captioner.caption(blob, { attention: 'hard', samples: 3 });
  // @ts-expect-error: the background belongs to the photo, which was handed over when looking
  await view.caption({ background: 'black' });
  // @ts-expect-error: a number is no photo
  await captioner.caption(7);
  // @ts-expect-error: exactOptionalPropertyTypes: leave it out instead
  await captioner.caption(blob, { beams: undefined });
  // @ts-expect-error: another event
  captioner.addEventListener('message', () => undefined);
}

export function photos(sources: {
  canvas: HTMLCanvasElement | OffscreenCanvas;
  video: HTMLVideoElement | VideoFrame;
  svg: SVGImageElement;
  pixels: ImageData | ImageBitmap;
  address: URL | string;
  bytes: ArrayBuffer | Uint8Array | DataView;
}): PhotoSource[] {
  return Object.values(sources);
}

export function errors(error: unknown): ErrorCode | null {
  if (error instanceof InvalidInputError && error.code === 'image-decode') is<'InvalidInputError'>()(error.name);
  // @ts-expect-error: another class's code
  if (error instanceof InvalidInputError && error.code === 'device-lost') return null;
  if (!isSaccadeError(error)) return null;
  is<SaccadeError>()(error);
  return error.code;
}
