import type { Captioner } from 'saccade';

/** Names that snippets use without introducing them; snippets.test.ts puts the same on the page. */
declare global {
  const captioner: Captioner;
  const photo: File;
  const img: HTMLImageElement;
  const canvas: HTMLCanvasElement;
  /** Stands for something that the page would do. */
  function shrink(photo: Blob): void;
}
