// What the benchmark asks of a page with transformers.js: the same photo bytes, as many tokens.
import { AutoImageProcessor, env, RawImage, VisionEncoderDecoderModel } from '/peer/transformers.js';

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.useBrowserCache = false;
env.localModelPath = '/peer/models/';
env.backends.onnx.wasm.wasmPaths = '/peer/onnxruntime/';

let model;
let processor;

window.bench = {
  async open({ dtype, threads }) {
    env.backends.onnx.wasm.numThreads = threads;
    processor = await AutoImageProcessor.from_pretrained('vit-gpt2-shape');
    model = await VisionEncoderDecoderModel.from_pretrained('vit-gpt2-shape', { dtype, device: 'wasm' });
    return { version: env.version, threads, dtype };
  },

  /** One caption of exactly `tokens` tokens, greedy: photo bytes in, token numbers out. */
  async caption(url, tokens) {
    const bytes = await (await fetch(url)).arrayBuffer();
    const startedAt = performance.now();
    const image = await RawImage.fromBlob(new Blob([bytes]));
    const { pixel_values } = await processor(image);
    const preprocessedAt = performance.now();
    const output = await model.generate({
      inputs: pixel_values,
      min_new_tokens: tokens,
      max_new_tokens: tokens,
      num_beams: 1,
    });
    const endedAt = performance.now();
    // The first of the sequence is the start token.
    const generated = output.dims.at(-1) - 1;
    return { totalMs: endedAt - startedAt, preprocessMs: preprocessedAt - startedAt, tokens: generated };
  },
};
