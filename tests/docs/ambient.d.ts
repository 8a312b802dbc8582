import type { Caption, Captioner, CaptionToken } from 'saccade';

/** Names that snippets use without introducing them; snippets.test.ts puts the same on the page. */
declare global {
  const captioner: Captioner;
  const photo: File;
  const img: HTMLImageElement;
  const canvas: HTMLCanvasElement;
  // In docstrings only:
  const file: File;
  const caption: Caption;
  const token: CaptionToken;
  const word: HTMLElement;
  const photoId: string;
  function showPhotoPlain(): void;
  /** Stands for something that the page would do. */
  function shrink(photo: Blob): void;
}
