import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { directCalls } from '../../../../scripts/build/reduce/record/direct-calls.mjs';
import { findKernelTables } from '../../../../scripts/build/reduce/record/kernel-tables.mjs';
import { reduceRuntime, sessionOptions } from '../../../../scripts/build/reduce/reduce-runtime.mjs';
import { ORIGINALS, runtimeBinary } from '../../../../scripts/build/runtime-binaries.mjs';

const RUN_GRAPH = fileURLToPath(new URL('../kernels/run-graph.mjs', import.meta.url));
const original = readFileSync(ORIGINALS.wasm);
const folder = mkdtempSync(join(tmpdir(), 'saccade-reduced-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A process each: onnxruntime-web starts one binary in its life. */
function run(binary: string, graph: string, options = {}): Record<string, number[]> {
  const out = join(folder, 'outputs.json');
  execFileSync(process.execPath, [RUN_GRAPH, binary, graph, out, JSON.stringify(options)], { stdio: 'ignore' });
  return JSON.parse(readFileSync(out, 'utf8')) as Record<string, number[]>;
}

describe('reduced runtime', () => {
  it('is a third of the whole one', async () => {
    const { bytes } = await runtimeBinary('reduced');
    expect(WebAssembly.validate(new Uint8Array(bytes))).toBe(true);
    expect(bytes.length).toBeLessThan((await runtimeBinary('whole')).bytes.length * 0.35);
  });

  it.each(['models/flickr8k-lite2/encoder.onnx', 'tests/fixtures/tiny-pack/encoder.onnx'])(
    'gives what onnxruntime-web gives, up to rounding, for %s',
    async (graph) => {
      const reduced = join(folder, 'reduced.wasm');
      writeFileSync(reduced, (await runtimeBinary('reduced')).bytes);
      const expected = run(fileURLToPath(ORIGINALS.wasm), graph);
      const found = run(reduced, graph, sessionOptions());
      expect(Object.keys(found)).toEqual(['keys', 'values', 'state']);
      for (const [name, values] of Object.entries(expected)) {
        const largest = Math.max(...values.map(Math.abs));
        const error = Math.max(...values.map((value, i) => Math.abs(value - found[name]![i]!)));
        expect(error, name).toBeLessThan(1e-4 * largest);
      }
    },
  );

  it('is not made of another version of the runtime', () => {
    const other = Buffer.from(original);
    other[other.length - 1]! ^= 1;
    expect(() => reduceRuntime(other)).toThrow(/has changed: run .*record\.mjs/);
  });
});

describe('findKernelTables', () => {
  it("finds onnxruntime's three lists of kernels: of ONNX, and of its own", () => {
    const tables = findKernelTables(original);
    expect(tables.map(({ entries }) => entries > 1000)).toEqual([true, false, false]);
  });
});

describe('directCalls', () => {
  it('tells calls from bytes that look like them', () => {
    // No locals; i32.const 16 (the byte of `call`), call 5, v128.const of sixteen such bytes, f64.const of eight, call 300.
    const body = [
      0,
      0x41,
      0x10,
      0x10,
      5,
      0xfd,
      12,
      ...Array<number>(16).fill(0x10),
      0x44,
      ...Array<number>(8).fill(0x10),
    ];
    expect(directCalls(Uint8Array.from([...body, 0x10, 0xac, 0x02, 0x0b]))).toEqual([5, 300]);
  });

  it('refuses what does not end where the function does', () => {
    expect(() => directCalls(Uint8Array.from([0, 0xfd, 12, 0x0b]))).toThrow(/not known/);
  });
});
