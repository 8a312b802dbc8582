import { fromBase64 } from '../../src/shared/base64.ts';

/**
 * `picture-kernel.wat`, assembled: what is too slow in JavaScript. A test holds the two against each other and prints
 * what belongs here.
 */
export const KERNEL_BASE64 =
  'AGFzbQEAAAABPQZgCH9/f39/f39/AGAGf39/f39/AGAFf39/f38AYAV/f3x8fwBgB39/f39/f38IfHx/f3x8fHxgAnt7AXsCDAEABm1lbW9yeQIA' +
  'AQMHBgABAgMEBQcrBQRyb3dzAAAHY29sdW1ucwABBHBhY2sAAgVwbGFuZQADB21lYXN1cmUABAqdCgbpAQIGfwR7AkADQCACRQ0BIAMhCCAGIQog' +
  'BSEJA0AgACAIKAIAaiELIAhBCGohDCAMIAgoAgRqIQ0gESEPIBEhEANAIAv9XQMAIBH9DQAQBBABEAUQAhAGEAMQBxAhDiAPIA4gDP0JAgD9ugH9' +
  'rgEhDyAQIA4gDP0JAgT9ugH9rgEhECALQQhqIQsgDEEIaiEMIAwgDUkNAAsgDyAQEAUhDyAPIA/9hQEhDyAKIA8gD/1m/VoCAAAgCkEEaiEKIAgg' +
  'BGohCCAJQQFrIQkgCQ0ACyAAIAFqIQAgBiAHaiEGIAJBAWshAgwACwsLsAICBH8JewNAQQAhBgNAIAAgBmogAigCACABbGohByACQQhqIQggCCAC' +
  'KAIEaiEJIBIhDiASIQ8gEiEQIBIhEQNAIAf9AgMAIQogByABaiEHIAf9AgMAIQsgByABaiEHIAogC/0NAAEQEQIDEhMEBRQVBgcWFyEMIAogC/0N' +
  'CAkYGQoLGhsMDRwdDg8eHyEKIAj9CQIAIQ0gDiAMIA39ugH9rgEhDiAQIAogDf26Af2uASEQIAj9CQIEIQ0gDyAMIA39ugH9rgEhDyARIAogDf26' +
  'Af2uASERIAhBCGohCCAIIAlJDQALIA4gDxAFIBAgERAF/YUBIQwgBSAGaiAMIAz9Zv1bAwAAIAZBCGohBiAGIAFJDQALIAUgAWohBSACIANqIQIg' +
  'BEEBayEEIAQNAAsLZQEEfyAAIQcDQCAAIQYgAiEFA0AgBigCACEIIAQEQCAIQYD+A3EgCEH/gfwHcUEQd3IhCAsgByAINgIAIAdBA2ohByAGQQRq' +
  'IQYgBUEBayIFDQALIAAgAWohACADQQFrIgMNAAsLLgADQCAEIAAtAAC4IAKhIAOjtjgCACAAQQNqIQAgBEEEaiEEIAFBAWsiAQ0ACwvKBAQJfwl8' +
  'An8FfCABQQNsIQ0DQEEAIQcgA0EYaiEPA0AgGyERIBshEkQAAAAAAOBvQCETQQAhDEEBIQ5BACEJIAYhCwNAIAAtAAC4IRAgESAQIAMgCWorAwCi' +
  'oCERIBIgEKUhEiATIBCkIRMgDEEEdCAALQAAQQR2ciEMIAsgC/0ABAAgEP0UIA/9AAQA/fIB/fAB/QsEACALIAv9AAQQIBD9FEQAAAAAAADwP/0U' +
  'IBD9IgH98gH98AH9CwQQIAAgDWshCiAOIApBA2stAAAgCi0AAGtBA2pBB0kgCkEDay0AACAAQQNrLQAAa0EDakEHSXFxIQ4gAEEBaiEAIAtBIGoh' +
  'CyAJQQhqIQkgCUEYSQ0ACyAEIBE5AwAgFyARIBGioCEXIBggEiAToaAhGCAZIBJEAAAAAAAAMEBlaiEZIAUgDEECdGohCiAKIAooAgBBAWo2AgAg' +
  'B0EARyAIQQBHcQRAIAQgAUEDdGshCiAKQQhrKwMAIRQgCisDACEVIARBCGsrAwAhFiAcIBQgFSAWoKKgIRwgHSAUIBSiRAAAAAAAAOA/IBUgFaIg' +
  'FiAWoqCioKAhHSAeIBQgFKAgFSAWoKCgIR4gGiAOaiEaIAdBAUsgCEEBS3EEQCAfIBUgFqAgCkEQaysDACAKIAFBAWpBA3RrKwMAoKBEAAAAAAAA' +
  'EEAgFKKhmaAhHwsLIARBCGohBCAPQRBqIQ8gB0EBaiEHIAcgAUkNAAsgCyEGIAhBAWohCCAIIAJJDQALIBcgGCAZIBogHCAdIB4gHwsdACAAQQv9' +
  'qwEgAf2uAUGAgIAB/RH9rgFBFv2sAQs=';

/** Over all pixels, as picture-kernel.wat says; levels are 0 to 255. */
export type PictureSums = [
  squares: number,
  saturation: number,
  black: number,
  flat: number,
  product: number,
  square: number,
  linear: number,
  laplacian: number,
];

/** The two passes of a resize, measuring, and making a tensor, on a memory of their own. Addresses and strides are in bytes. */
export interface PictureKernel {
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
  /** `height` rows of RGBA, or of BGRA if `swap`, `stride` bytes apart, become RGB without gaps in the same place. */
  pack(from: number, stride: number, width: number, height: number, swap: number): void;
  /** One channel of `count` >= 1 RGB pixels, as `float32`. */
  plane(from: number, count: number, mean: number, std: number, to: number): void;
  /** What it reads and gives is said in the text. */
  measure(
    rgb: number,
    width: number,
    height: number,
    tables: number,
    light: number,
    histogram: number,
    rows: number,
  ): PictureSums;
}

let compiled: WebAssembly.Module | null = null;
/** Kernels that nobody uses: a memory only grows, so that it had better be used again. */
const idle: PictureKernel[] = [];

/** Takes a kernel with at least so many bytes of memory; hand it back with {@link returnKernel}. */
export function takeKernel(bytes: number): PictureKernel {
  const kernel = idle.pop() ?? instantiate();
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65_536));
  return kernel;
}

/** Hands a kernel back. What its memory holds is lost. */
export function returnKernel(kernel: PictureKernel): void {
  idle.push(kernel);
}

function instantiate(): PictureKernel {
  compiled ??= new WebAssembly.Module(fromBase64(KERNEL_BASE64));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { '': { memory } });
  return { memory, ...(exports as unknown as Omit<PictureKernel, 'memory'>) };
}
