/** Types of photos.js, for the functions that tests hand to a page. */
export function picture(width?: number, height?: number): HTMLCanvasElement;
export function variant(seed: number, width?: number, height?: number): HTMLCanvasElement;
export function encode(canvas: HTMLCanvasElement, type?: string, quality?: number): Promise<Blob>;
export function imageElement(src: string, settings?: Partial<HTMLImageElement>): Promise<HTMLImageElement>;

/** An error as plain data. */
export interface ToldError {
  name?: string;
  code: string | null;
  message?: string;
  remedy: string | null;
  details: Record<string, unknown> | null;
  thrown: string | null;
}
export function told(error: unknown): ToldError;
export function outcome(
  promise: Promise<unknown>,
): Promise<{ text?: string; logProb?: number; photo?: [number, number]; error?: ToldError }>;
