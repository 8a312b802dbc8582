/**
 * `picture-kernel.wat`, assembled: what is too slow in JavaScript. A test holds the two against each other and prints
 * what belongs here.
 */
export const KERNEL_BASE64 =
  'AGFzbQEAAAABPAZgCH9/f39/f39/AGAGf39/f39/AGAEf39/fwBgBX9/fHx/AGAHf39/f39/fwh8fH9/fHx8fGACe3sBewIMAQAGbWVtb3J5AgAB' +
  'AwcGAAECAwQFBysFBHJvd3MAAAdjb2x1bW5zAAEEcGFjawACBXBsYW5lAAMHbWVhc3VyZQAECv8JBukBAgZ/BHsCQANAIAJFDQEgAyEIIAYhCiAF' +
  'IQkDQCAAIAgoAgBqIQsgCEEIaiEMIAwgCCgCBGohDSARIQ8gESEQA0AgC/1dAwAgEf0NABAEEAEQBRACEAYQAxAHECEOIA8gDiAM/QkCAP26Af2u' +
  'ASEPIBAgDiAM/QkCBP26Af2uASEQIAtBCGohCyAMQQhqIQwgDCANSQ0ACyAPIBAQBSEPIA8gD/2FASEPIAogDyAP/Wb9WgIAACAKQQRqIQogCCAE' +
  'aiEIIAlBAWshCSAJDQALIAAgAWohACAGIAdqIQYgAkEBayECDAALCwuwAgIEfwl7A0BBACEGA0AgACAGaiACKAIAIAFsaiEHIAJBCGohCCAIIAIo' +
  'AgRqIQkgEiEOIBIhDyASIRAgEiERA0AgB/0CAwAhCiAHIAFqIQcgB/0CAwAhCyAHIAFqIQcgCiAL/Q0AARARAgMSEwQFFBUGBxYXIQwgCiAL/Q0I' +
  'CRgZCgsaGwwNHB0ODx4fIQogCP0JAgAhDSAOIAwgDf26Af2uASEOIBAgCiAN/boB/a4BIRAgCP0JAgQhDSAPIAwgDf26Af2uASEPIBEgCiAN/boB' +
  '/a4BIREgCEEIaiEIIAggCUkNAAsgDiAPEAUgECAREAX9hQEhDCAFIAZqIAwgDP1m/VsDAAAgBkEIaiEGIAYgAUkNAAsgBSABaiEFIAIgA2ohAiAE' +
  'QQFrIQQgBA0ACwtHAQN/IAAhBgNAIAAhBSACIQQDQCAGIAUoAgA2AgAgBkEDaiEGIAVBBGohBSAEQQFrIgQNAAsgACABaiEAIANBAWsiAw0ACwsu' +
  'AANAIAQgAC0AALggAqEgA6O2OAIAIABBA2ohACAEQQRqIQQgAUEBayIBDQALC8oEBAl/CXwCfwV8IAFBA2whDQNAQQAhByADQRhqIQ8DQCAbIREg' +
  'GyESRAAAAAAA4G9AIRNBACEMQQEhDkEAIQkgBiELA0AgAC0AALghECARIBAgAyAJaisDAKKgIREgEiAQpSESIBMgEKQhEyAMQQR0IAAtAABBBHZy' +
  'IQwgCyAL/QAEACAQ/RQgD/0ABAD98gH98AH9CwQAIAsgC/0ABBAgEP0URAAAAAAAAPA//RQgEP0iAf3yAf3wAf0LBBAgACANayEKIA4gCkEDay0A' +
  'ACAKLQAAa0EDakEHSSAKQQNrLQAAIABBA2stAABrQQNqQQdJcXEhDiAAQQFqIQAgC0EgaiELIAlBCGohCSAJQRhJDQALIAQgETkDACAXIBEgEaKg' +
  'IRcgGCASIBOhoCEYIBkgEkQAAAAAAAAwQGVqIRkgBSAMQQJ0aiEKIAogCigCAEEBajYCACAHQQBHIAhBAEdxBEAgBCABQQN0ayEKIApBCGsrAwAh' +
  'FCAKKwMAIRUgBEEIaysDACEWIBwgFCAVIBagoqAhHCAdIBQgFKJEAAAAAAAA4D8gFSAVoiAWIBaioKKgoCEdIB4gFCAUoCAVIBagoKAhHiAaIA5q' +
  'IRogB0EBSyAIQQFLcQRAIB8gFSAWoCAKQRBrKwMAIAogAUEBakEDdGsrAwCgoEQAAAAAAAAQQCAUoqGZoCEfCwsgBEEIaiEEIA9BEGohDyAHQQFq' +
  'IQcgByABSQ0ACyALIQYgCEEBaiEIIAggAkkNAAsgFyAYIBkgGiAcIB0gHiAfCx0AIABBC/2rASAB/a4BQYCAgAH9Ef2uAUEW/awBCw==';

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
  /** `height` rows of RGBA, `stride` bytes apart, become RGB without gaps in the same place. */
  pack(from: number, stride: number, width: number, height: number): void;
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
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { '': { memory } });
  return { memory, ...(exports as unknown as Omit<PictureKernel, 'memory'>) };
}
