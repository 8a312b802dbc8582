/**
 * `resample-kernel.wat`, assembled: what is too slow in JavaScript. A test holds the two against each other and prints
 * what belongs here.
 */
export const KERNEL_BASE64 =
  'AGFzbQEAAAABGwNgCH9/f39/f39/AGAGf39/f39/AGACe3sBewIMAQAGbWVtb3J5AgABAwQDAAECBxICBHJvd3MAAAdjb2x1bW5zAAEKvAQD' +
  '6QECBn8EewJAA0AgAkUNASADIQggBiEKIAUhCQNAIAAgCCgCAGohCyAIQQhqIQwgDCAIKAIEaiENIBEhDyARIRADQCAL/V0DACAR/Q0AEAQQ' +
  'ARAFEAIQBhADEAcQIQ4gDyAOIAz9CQIA/boB/a4BIQ8gECAOIAz9CQIE/boB/a4BIRAgC0EIaiELIAxBCGohDCAMIA1JDQALIA8gEBACIQ8g' +
  'DyAP/YUBIQ8gCiAPIA/9Zv1aAgAAIApBBGohCiAIIARqIQggCUEBayEJIAkNAAsgACABaiEAIAYgB2ohBiACQQFrIQIMAAsLC7ACAgR/CXsD' +
  'QEEAIQYDQCAAIAZqIAIoAgAgAWxqIQcgAkEIaiEIIAggAigCBGohCSASIQ4gEiEPIBIhECASIREDQCAH/QIDACEKIAcgAWohByAH/QIDACEL' +
  'IAcgAWohByAKIAv9DQABEBECAxITBAUUFQYHFhchDCAKIAv9DQgJGBkKCxobDA0cHQ4PHh8hCiAI/QkCACENIA4gDCAN/boB/a4BIQ4gECAK' +
  'IA39ugH9rgEhECAI/QkCBCENIA8gDCAN/boB/a4BIQ8gESAKIA39ugH9rgEhESAIQQhqIQggCCAJSQ0ACyAOIA8QAiAQIBEQAv2FASEMIAUg' +
  'BmogDCAM/Wb9WwMAACAGQQhqIQYgBiABSQ0ACyAFIAFqIQUgAiADaiECIARBAWshBCAEDQALCx0AIABBC/2rASAB/a4BQYCAgAH9Ef2uAUEW' +
  '/awBCw==';

/** The two passes of a resize on a memory of their own. Addresses and strides are in bytes. */
export interface ResampleKernel {
  memory: WebAssembly.Memory;
  /** Reads up to 4 bytes beyond the last row. */
  rows(
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
  columns(from: number, stride: number, table: number, tableStride: number, height: number, to: number): void;
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
  const { exports } = new WebAssembly.Instance(compiled, { '': { memory } });
  return { memory, ...(exports as unknown as Omit<ResampleKernel, 'memory'>) };
}
