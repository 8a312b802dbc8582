/**
 * `resample-kernel.wat`, assembled: what is too slow in JavaScript. A test holds the two against each other and prints
 * what belongs here.
 */
export const KERNEL_BASE64 =
  'AGFzbQEAAAABGwNgCH9/f39/f39/AGAGf39/f39/AGACe3sBewIUAQhyZXNhbXBsZQZtZW1vcnkCAAEDBAMAAQIHHgIKcmVzaXplUm93cwAA' +
  'DXJlc2l6ZUNvbHVtbnMAAQq3BQOZAgIGfwN7AkADQCACRQ0BIAMhCCAGIQogBSEJA0AgACAIKAIAaiELIAhBCGohDCAMIAgoAgRqIQ39DAAA' +
  'AAAAAAAAAAAAAAAAAAAhD/0MAAAAAAAAAAAAAAAAAAAAACEQA0AgC/1dAwD9DAAAAAAAAAAAAAAAAAAAAAD9DQAQBBABEAUQAhAGEAMQBxAh' +
  'DiAPIA4gDP0JAgD9ugH9rgEhDyAQIA4gDP0JAgT9ugH9rgEhECALQQhqIQsgDEEIaiEMIAwgDUkNAAsgDyAQEAIhDyAPIA/9hQEhDyAKIA8g' +
  'D/1m/VoCAAAgCkEEaiEKIAggBGohCCAJQQFrIQkgCQ0ACyAAIAFqIQAgBiAHaiEGIAJBAWshAgwACwsL8AICBH8IewNAQQAhBgNAIAAgBmog' +
  'AigCACABbGohByACQQhqIQggCCACKAIEaiEJ/QwAAAAAAAAAAAAAAAAAAAAAIQ79DAAAAAAAAAAAAAAAAAAAAAAhD/0MAAAAAAAAAAAAAAAA' +
  'AAAAACEQ/QwAAAAAAAAAAAAAAAAAAAAAIREDQCAH/QIDACEKIAcgAWohByAH/QIDACELIAcgAWohByAKIAv9DQABEBECAxITBAUUFQYHFhch' +
  'DCAKIAv9DQgJGBkKCxobDA0cHQ4PHh8hCiAI/QkCACENIA4gDCAN/boB/a4BIQ4gECAKIA39ugH9rgEhECAI/QkCBCENIA8gDCAN/boB/a4B' +
  'IQ8gESAKIA39ugH9rgEhESAIQQhqIQggCCAJSQ0ACyAOIA8QAiAQIBEQAv2FASEMIAUgBmogDCAM/Wb9WwMAACAGQQhqIQYgBiABSQ0ACyAF' +
  'IAFqIQUgAiADaiECIARBAWshBCAEDQALCygAIABBC/2rASAB/a4B/QwAACAAAAAgAAAAIAAAACAA/a4BQRb9rAEL';

/** The two passes of a resize on a memory of their own. Addresses and strides are in bytes. */
export interface ResampleKernel {
  memory: WebAssembly.Memory;
  /** Reads up to 4 bytes beyond the last row. */
  resizeRows(
    from: number,
    fromStride: number,
    rowCount: number,
    table: number,
    tableStride: number,
    width: number,
    to: number,
    toStride: number,
  ): void;
  /** `stride` is a multiple of 8. Reads up to one row beyond the last. */
  resizeColumns(from: number, stride: number, table: number, tableStride: number, height: number, to: number): void;
}

let compiled: WebAssembly.Module | null = null;
/** Kernels that nobody uses: a memory only grows, so that it had better be used again. */
const idle: ResampleKernel[] = [];

/** Takes a kernel with at least so many bytes of memory; hand it back with {@link returnKernel}. */
export function takeKernel(bytes: number): ResampleKernel {
  const kernel = idle.pop() ?? instantiate();
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65_536));
  return kernel;
}

/** Hands a kernel back. What its memory holds is lost. */
export function returnKernel(kernel: ResampleKernel): void {
  idle.push(kernel);
}

function instantiate(): ResampleKernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { resample: { memory } });
  return { memory, ...(exports as unknown as Omit<ResampleKernel, 'memory'>) };
}
