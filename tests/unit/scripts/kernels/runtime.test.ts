import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUNTIME_BINARIES, runtimeBinary } from '../../../../scripts/build/runtime-binaries.mjs';

const ORIGINAL = `node_modules/onnxruntime-web/dist/${RUNTIME_BINARIES.whole}`;
const SCRIPT = fileURLToPath(new URL('./run-graph.mjs', import.meta.url));

describe('runtime with kernels of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saccade-runtime-'));
  const changed = join(folder, RUNTIME_BINARIES.whole);
  // A process each: onnxruntime-web starts one binary in its life.
  const run = (binary: string, graph: string): Record<string, number[]> => {
    const out = join(folder, 'outputs.json');
    execFileSync(process.execPath, [SCRIPT, binary, graph, out], { stdio: 'inherit' });
    return JSON.parse(readFileSync(out, 'utf8')) as Record<string, number[]>;
  };
  beforeAll(async () => {
    writeFileSync(changed, (await runtimeBinary('whole')).bytes);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Largest difference of each output from onnxruntime-web's own, by name. */
  const errorsOf = (graph: string): [name: string, error: number][] => {
    const found = run(changed, graph);
    return Object.entries(run(ORIGINAL, graph)).map(([name, values]) => {
      expect(found[name], name).toHaveLength(values.length);
      return [name, Math.max(...values.map((value, i) => Math.abs(value - found[name]![i]!)))];
    });
  };

  it('gives what onnxruntime-web gives, up to rounding, for convolutions and products of all kinds', () => {
    const errors = errorsOf('tests/fixtures/convolutions/convolutions.onnx');
    expect(errors).toHaveLength(34);
    for (const [name, error] of errors) expect(error, name).toBeLessThan(2e-5);
  });

  it('gives it, up to a row of int16, where the weights were int8', () => {
    const errors = errorsOf('tests/fixtures/quantized-products/quantized-products.onnx');
    expect(errors).toHaveLength(24);
    // Inputs up to 1 are off by up to a 65,534th; 300 weights up to 127 * 0.0005 do not all add to that, or it were 3e-4.
    for (const [name, error] of errors) expect(error, name).toBeLessThan(2e-4);
    // The control: floats alone would be nearer.
    expect(Math.max(...errors.map(([, error]) => error))).toBeGreaterThan(5e-6);
  });
});
