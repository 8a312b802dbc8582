import { beforeAll, describe, expect, it } from 'vitest';
import { instantiateKernels, type KernelInstance, numbers } from './kernel-instance.ts';

// Bytes. The runtime gives each thread 65,536 of work.
const [HOW, ACTIVATION, FILTER, BIAS, WORK, IN, OUT] = [1024, 2048, 4096, 8192, 65_536, 262_144, 1_048_576];
const UNTOUCHED = 777;

interface Shape {
  height: number;
  width: number;
  kernel: [number, number];
  stride: number;
  /** Above, to the left, below, to the right. */
  padding: [number, number, number, number];
}

const ACTIVATIONS = {
  none: { kind: 0, parameters: [], apply: (x: number) => x },
  relu: { kind: 1, parameters: [], apply: (x: number) => Math.max(0, x) },
  clip: { kind: 5, parameters: [-0.25, 0.5], apply: (x: number) => Math.min(0.5, Math.max(-0.25, x)) },
};

const outSize = (size: number, kernel: number, stride: number, before: number, after: number) =>
  Math.floor((size + before + after - kernel) / stride) + 1;

let kernels: KernelInstance;
beforeAll(async () => {
  kernels = await instantiateKernels();
});

/** MLAS_CONV_PARAMETERS of a group with one channel and one filter. */
function describeConvolution({ height, width, kernel, stride, padding }: Shape, kind: number) {
  const outHeight = outSize(height, kernel[0], stride, padding[0], padding[2]);
  const outWidth = outSize(width, kernel[1], stride, padding[1], padding[3]);
  const fields = {
    0: ACTIVATION,
    4: 2,
    8: 1,
    12: 8,
    16: 1,
    24: height,
    28: width,
    36: kernel[0],
    40: kernel[1],
    48: 1,
    52: 1,
  };
  const more = { 60: padding[0], 64: padding[1], 84: stride, 88: stride, 96: 1, 100: outHeight, 104: outWidth };
  const { integers } = kernels;
  integers.fill(0, HOW / 4, HOW / 4 + 40);
  for (const [byte, value] of Object.entries({ ...fields, ...more, 112: height * width, 116: outHeight * outWidth }))
    integers[(HOW + Number(byte)) / 4] = value;
  integers[ACTIVATION / 4] = kind;
  return { outHeight, outWidth };
}

function expectedOutput(
  shape: Shape,
  input: number[],
  filter: number[],
  outHeight: number,
  outWidth: number,
): number[] {
  const { height, width, kernel, stride, padding } = shape;
  return Array.from({ length: outHeight * outWidth }, (_, i) => {
    let sum = 0;
    for (let ky = 0; ky < kernel[0]; ky++)
      for (let kx = 0; kx < kernel[1]; kx++) {
        const y = Math.floor(i / outWidth) * stride + ky - padding[0];
        const x = (i % outWidth) * stride + kx - padding[1];
        if (y >= 0 && y < height && x >= 0 && x < width) sum += input[y * width + x]! * filter[ky * kernel[1] + kx]!;
      }
    return sum;
  });
}

function run(shape: Shape, activation: keyof typeof ACTIVATIONS = 'none', bias: number | null = 0.1) {
  const { floats } = kernels;
  const { kind, parameters, apply } = ACTIVATIONS[activation];
  const { outHeight, outWidth } = describeConvolution(shape, kind);
  floats.set(parameters, ACTIVATION / 4 + 1);
  const input = numbers(shape.height * shape.width);
  const filter = numbers(shape.kernel[0] * shape.kernel[1], 3);
  floats.set(input, IN / 4);
  floats.set(filter, FILTER / 4);
  floats[BIAS / 4] = bias ?? NaN;
  floats.fill(NaN, WORK / 4, WORK / 4 + 16_384); // what an earlier channel has left
  const size = outHeight * outWidth;
  floats.fill(UNTOUCHED, OUT / 4 - 8, OUT / 4 + size + 8);
  kernels.originals.length = 0;
  kernels.convolve(HOW, IN, FILTER, bias === null ? 0 : BIAS, WORK, OUT, 0, size);
  return {
    found: [...floats.subarray(OUT / 4, OUT / 4 + size)],
    expected: expectedOutput(shape, input, filter, outHeight, outWidth).map((sum) => apply(sum + (bias ?? 0))),
    around: [...floats.subarray(OUT / 4 - 8, OUT / 4), ...floats.subarray(OUT / 4 + size, OUT / 4 + size + 8)],
  };
}

function expectRight(result: ReturnType<typeof run>) {
  expect(kernels.originals).toEqual([]);
  result.found.forEach((value, i) => expect(value).toBeCloseTo(result.expected[i]!, 5));
  expect(new Set(result.around)).toEqual(new Set([UNTOUCHED]));
}

const same = (kernel: number, stride: number): Shape['padding'] => {
  const before = stride === 1 ? (kernel - 1) >> 1 : (kernel - 2) >> 1;
  return [before, before, kernel - stride - before, kernel - stride - before];
};

describe('depthwise convolution', () => {
  it.each([1, 2])('is right for every size and kernel, at stride %i', (stride) => {
    for (const kernel of [2, 3, 4, 5, 7])
      for (const size of [7, 8, 13, 14, 15, 28, 33])
        expectRight(
          run({ height: size, width: size + 2, kernel: [kernel, kernel], stride, padding: same(kernel, stride) }),
        );
  });

  it('is right for kernels and paddings that are no squares', () => {
    for (const stride of [1, 2]) {
      expectRight(run({ height: 9, width: 20, kernel: [1, 3], stride, padding: [0, 2, 0, 0] }));
      expectRight(run({ height: 20, width: 6, kernel: [5, 1], stride, padding: [0, 0, 4, 0] }));
      expectRight(run({ height: 3, width: 3, kernel: [3, 3], stride, padding: [0, 0, 0, 0] }));
    }
  });

  it.each(['none', 'relu', 'clip'] as const)(
    'adds the bias, if there is one, and applies the activation: %s',
    (activation) => {
      const shape: Shape = { height: 14, width: 14, kernel: [5, 5], stride: 1, padding: [2, 2, 2, 2] };
      expectRight(run(shape, activation));
      expectRight(run(shape, activation, null));
    },
  );

  it('leaves to the runtime a channel that is larger than the work memory', () => {
    const { around, found } = run({ height: 150, width: 150, kernel: [3, 3], stride: 1, padding: [1, 1, 1, 1] });
    expect(kernels.originals).toEqual(['convolve']);
    expect(new Set([...around, ...found])).toEqual(new Set([UNTOUCHED]));
  });

  it.each([
    ['several channels', 16, 2],
    ['several filters', 96, 2],
    ['dilation', 52, 2],
    ['unequal strides', 88, 2],
    ['one dimension', 4, 1],
  ])('leaves the rest to the runtime: %s', (_, byte, value) => {
    describeConvolution({ height: 8, width: 8, kernel: [3, 3], stride: 1, padding: [1, 1, 1, 1] }, 0);
    kernels.integers[(HOW + byte) / 4] = value;
    kernels.originals.length = 0;
    kernels.convolve(HOW, IN, FILTER, BIAS, WORK, OUT, 0, 64);
    expect(kernels.originals).toEqual(['convolve']);
  });

  it.each([2, 3, 4, 6])('leaves an activation that it does not know to the runtime: kind %i', (kind) => {
    describeConvolution({ height: 8, width: 8, kernel: [3, 3], stride: 1, padding: [1, 1, 1, 1] }, kind);
    kernels.originals.length = 0;
    kernels.convolve(HOW, IN, FILTER, BIAS, WORK, OUT, 0, 64);
    expect(kernels.originals).toEqual(['convolve']);
  });

  it('leaves a part of the outputs to the runtime', () => {
    describeConvolution({ height: 8, width: 8, kernel: [3, 3], stride: 1, padding: [1, 1, 1, 1] }, 0);
    kernels.originals.length = 0;
    kernels.convolve(HOW, IN, FILTER, BIAS, WORK, OUT, 0, 32);
    expect(kernels.originals).toEqual(['convolve']);
  });
});
