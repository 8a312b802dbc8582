// node run-graph.mjs RUNTIME.wasm GRAPH.onnx OUT.json [OPTIONS]: runs a graph on numbers that are the same every time.
// OPTIONS of the session, as JSON, are those that the runtime wants.
import { readFileSync, writeFileSync } from 'node:fs';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';

const [runtime, graph, out, given = '{}'] = process.argv.slice(2);
const options = JSON.parse(given);
env.logLevel = 'error';
env.wasm.wasmBinary = readFileSync(runtime);
env.wasm.numThreads = 1;
const session = await InferenceSession.create(readFileSync(graph), {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  extra: { ...options, session: { ...options.session, disable_quant_qdq: '1' } }, // as worker/runtime/graph-session.ts has it
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
