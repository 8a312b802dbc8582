/**
 * Names that pages and workers share and that `src/shared` mentions in types only. It compiles with neither library,
 * so that using anything of a page or a worker there is a type error.
 */
interface AbortSignal {}
interface EventTarget {
  addEventListener(type: string, listener: unknown, options?: unknown): void;
}
interface ProgressEvent {
  readonly loaded: number;
}
interface AddEventListenerOptions {}
type EventListenerOrEventListenerObject = unknown;
interface URL {}
interface ImageBitmap {}
