// node run-graph.mjs RUNTIME.wasm GRAPH.onnx OUT.json: runs a graph on numbers that are the same every time.
import { readFileSync, writeFileSync } from 'node:fs';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';

const [runtime, graph, out] = process.argv.slice(2);
env.logLevel = 'error';
env.wasm.wasmBinary = readFileSync(runtime);
env.wasm.numThreads = 1;
const session = await InferenceSession.create(readFileSync(graph), {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  extra: { session: { disable_quant_qdq: '1' } }, // as worker/runtime/graph-session.ts has it
});
const feeds = Object.fromEntries(
  session.inputMetadata.map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size);
    return [
      name,
      new Tensor(
        'float32',
        Float32Array.from({ length }, (_, i) => Math.sin(i * i * 0.37)),
        shape,
      ),
    ];
  }),
);
const outputs = await session.run(feeds);
writeFileSync(
  out,
  JSON.stringify(Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, [...data]]))),
);
process.exit();
