// The same graphs on native onnxruntime: a process of its own, since threads are set once a process. Reads a line of
// JSON a request and answers with one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [packageFolder, modelFolder, threads] = process.argv.slice(2);
const ort = createRequire(`${packageFolder}/`)('onnxruntime-node');
const manifest = JSON.parse(readFileSync(`${modelFolder}/manifest.json`, 'utf8'));
const { preprocessing, shapes, tokens } = manifest;
const options = {
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  // As in the browser: the int8 weights become floats once, at load.
  extra: { session: { disable_quant_qdq: '1' } },
};
const encoder = await ort.InferenceSession.create(`${modelFolder}/${manifest.files.encoder.path}`, options);
const step = await ort.InferenceSession.create(`${modelFolder}/${manifest.files.step.path}`, options);

function selfTestPixels() {
  const { width, height } = preprocessing;
  const pixels = new Float32Array(3 * height * width);
  for (let c = 0, at = 0; c < 3; c += 1)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) pixels[at++] = Math.sin(0.1 * (x + 1) * (c + 1)) * Math.cos(0.07 * (y + 1));
  return new ort.Tensor('float32', pixels, [1, 3, height, width]);
}

const pixels = selfTestPixels();
const mode = new ort.Tensor('float32', Float32Array.from(manifest.attention.soft.mode), [3]);
const keysName = manifest.attention.soft.keys;

/** Encoder once, then `steps` runs of the decoder, greedy, `beams` rows each, as the worker does them. */
async function caption({ steps, beams }) {
  const startedAt = performance.now();
  const encoded = await encoder.run({ pixels }, [keysName, 'values', 'state']);
  const encodedAt = performance.now();
  const places = shapes.keys[1];
  const noise = new ort.Tensor('float32', new Float32Array(beams * 2 * places), [beams, 2, places]);
  let state = new Float32Array(beams * shapes.stateSize);
  for (let row = 0; row < beams; row += 1) state.set(encoded.state.data, row * shapes.stateSize);
  let token = new Int32Array(beams).fill(tokens.start);
  const said = [];
  for (let i = 0; i < steps; i += 1) {
    const feeds = {
      token: new ort.Tensor('int32', token, [beams]),
      state: new ort.Tensor('float32', state, [beams, shapes.stateSize]),
      keys: encoded[keysName],
      values: encoded.values,
      noise,
      mode,
    };
    const out = await step.run(feeds, ['top_log_probs', 'top_tokens', 'attention', 'next_state']);
    token = Int32Array.from({ length: beams }, (_, row) => out.top_tokens.data[row * shapes.topK]);
    state = out.next_state.data;
    said.push(token[0]);
  }
  const endedAt = performance.now();
  return { encodeMs: encodedAt - startedAt, decodeMs: endedAt - encodedAt, totalMs: endedAt - startedAt, steps, said };
}

console.log(JSON.stringify({ ready: true, version: ort.env.versions?.common ?? null }));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await caption(JSON.parse(line))));
}
