/**
 * `picture-kernel.wat`, assembled: what is too slow in JavaScript. A test holds the two against each other and prints
 * what belongs here.
 */
export const KERNEL_BASE64 =
  'AGFzbQEAAAABLQRgCH9/f39/f39/AGAGf39/f39/AGAHf39/f39/fwh8fH9/fHx8fGACe3sBewIMAQAGbWVtb3J5AgABAwUEAAECAwccAwRyb3dz' +
  'AAAHY29sdW1ucwABB21lYXN1cmUAAgqICQTpAQIGfwR7AkADQCACRQ0BIAMhCCAGIQogBSEJA0AgACAIKAIAaiELIAhBCGohDCAMIAgoAgRqIQ0g' +
  'ESEPIBEhEANAIAv9XQMAIBH9DQAQBBABEAUQAhAGEAMQBxAhDiAPIA4gDP0JAgD9ugH9rgEhDyAQIA4gDP0JAgT9ugH9rgEhECALQQhqIQsgDEEI' +
  'aiEMIAwgDUkNAAsgDyAQEAMhDyAPIA/9hQEhDyAKIA8gD/1m/VoCAAAgCkEEaiEKIAggBGohCCAJQQFrIQkgCQ0ACyAAIAFqIQAgBiAHaiEGIAJB' +
  'AWshAgwACwsLsAICBH8JewNAQQAhBgNAIAAgBmogAigCACABbGohByACQQhqIQggCCACKAIEaiEJIBIhDiASIQ8gEiEQIBIhEQNAIAf9AgMAIQog' +
  'ByABaiEHIAf9AgMAIQsgByABaiEHIAogC/0NAAEQEQIDEhMEBRQVBgcWFyEMIAogC/0NCAkYGQoLGhsMDRwdDg8eHyEKIAj9CQIAIQ0gDiAMIA39' +
  'ugH9rgEhDiAQIAogDf26Af2uASEQIAj9CQIEIQ0gDyAMIA39ugH9rgEhDyARIAogDf26Af2uASERIAhBCGohCCAIIAlJDQALIA4gDxADIBAgERAD' +
  '/YUBIQwgBSAGaiAMIAz9Zv1bAwAAIAZBCGohBiAGIAFJDQALIAUgAWohBSACIANqIQIgBEEBayEEIAQNAAsLygQECX8JfAJ/BXwgAUEDbCENA0BB' +
  'ACEHIANBGGohDwNAIBshESAbIRJEAAAAAADgb0AhE0EAIQxBASEOQQAhCSAGIQsDQCAALQAAuCEQIBEgECADIAlqKwMAoqAhESASIBClIRIgEyAQ' +
  'pCETIAxBBHQgAC0AAEEEdnIhDCALIAv9AAQAIBD9FCAP/QAEAP3yAf3wAf0LBAAgCyAL/QAEECAQ/RREAAAAAAAA8D/9FCAQ/SIB/fIB/fAB/QsE' +
  'ECAAIA1rIQogDiAKQQNrLQAAIAotAABrQQNqQQdJIApBA2stAAAgAEEDay0AAGtBA2pBB0lxcSEOIABBAWohACALQSBqIQsgCUEIaiEJIAlBGEkN' +
  'AAsgBCAROQMAIBcgESARoqAhFyAYIBIgE6GgIRggGSASRAAAAAAAADBAZWohGSAFIAxBAnRqIQogCiAKKAIAQQFqNgIAIAdBAEcgCEEAR3EEQCAE' +
  'IAFBA3RrIQogCkEIaysDACEUIAorAwAhFSAEQQhrKwMAIRYgHCAUIBUgFqCioCEcIB0gFCAUokQAAAAAAADgPyAVIBWiIBYgFqKgoqCgIR0gHiAU' +
  'IBSgIBUgFqCgoCEeIBogDmohGiAHQQFLIAhBAUtxBEAgHyAVIBagIApBEGsrAwAgCiABQQFqQQN0aysDAKCgRAAAAAAAABBAIBSioZmgIR8LCyAE' +
  'QQhqIQQgD0EQaiEPIAdBAWohByAHIAFJDQALIAshBiAIQQFqIQggCCACSQ0ACyAXIBggGSAaIBwgHSAeIB8LHQAgAEEL/asBIAH9rgFBgICAAf0R' +
  '/a4BQRb9rAEL';

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

/** The two passes of a resize, and measuring, on a memory of their own. Addresses and strides are in bytes. */
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
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { '': { memory } });
  return { memory, ...(exports as unknown as Omit<PictureKernel, 'memory'>) };
}
