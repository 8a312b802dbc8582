import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUNTIME_BINARIES, runtimeBinary } from '../../../../scripts/build/runtime-binaries.mjs';

const ORIGINAL = `node_modules/onnxruntime-web/dist/${RUNTIME_BINARIES.whole}`;
const GRAPH = 'tests/fixtures/convolutions/convolutions.onnx';
const SCRIPT = fileURLToPath(new URL('./run-graph.mjs', import.meta.url));

describe('runtime with kernels of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saccade-runtime-'));
  const changed = join(folder, RUNTIME_BINARIES.whole);
  // A process each: onnxruntime-web starts one binary in its life.
  const run = (binary: string): Record<string, number[]> => {
    const out = join(folder, 'outputs.json');
    execFileSync(process.execPath, [SCRIPT, binary, GRAPH, out], { stdio: 'inherit' });
    return JSON.parse(readFileSync(out, 'utf8')) as Record<string, number[]>;
  };
  beforeAll(async () => {
    writeFileSync(changed, (await runtimeBinary('whole')).bytes);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives what onnxruntime-web gives, up to rounding, for convolutions and products of all kinds', () => {
    const expected = run(ORIGINAL);
    const found = run(changed);
    expect(Object.keys(found)).toHaveLength(34);
    for (const [name, values] of Object.entries(expected)) {
      expect(found[name], name).toHaveLength(values.length);
      const error = Math.max(...values.map((value, i) => Math.abs(value - found[name]![i]!)));
      expect(error, name).toBeLessThan(2e-5);
    }
  });
});
