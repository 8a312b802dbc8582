"""Makes an image captioner of ViT-GPT2's real shape with random weights, as transformers.js loads it.

python make.py OUT [--quantize]   (numpy, onnx, onnxruntime; 1.2 GB on disk, 2 GB more with --quantize, about 3 minutes)

ViT-B/16 at 224 x 224 as encoder, GPT-2 small with cross-attention as decoder, names and layout of the public ONNX exports:
the decoder keeps keys and values of what was said, and computes those of the photo again for every word. What the weights
are does not matter for how long they take; the words mean nothing.
"""
import argparse, json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto as T, helper as h, numpy_helper

LAYERS, HEADS, WIDTH, HIDDEN = 12, 12, 768, 3072
HEAD = WIDTH // HEADS
SIZE, PATCH = 224, 16
PATCHES = (SIZE // PATCH) ** 2
WORDS, POSITIONS, END = 50257, 1024, 50256
RANDOM = np.random.default_rng(1)


class Graph:
    def __init__(self):
        self.nodes, self.initializers, self.count = [], [], 0

    def op(self, kind, *inputs, name=None, **attributes):
        self.count += 1
        name = name or f'{kind}_{self.count}'
        self.nodes.append(h.make_node(kind, inputs, [name], name=f'{kind}_{self.count}_node', **attributes))
        return name

    def constant(self, array):
        self.count += 1
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), f'c_{self.count}'))
        return f'c_{self.count}'

    def ints(self, *values):
        return self.constant(np.array(values, np.int64))

    def random(self, *shape):
        return self.constant((RANDOM.standard_normal(shape, np.float32) * 0.02))

    def linear(self, x, inputs, outputs):
        return self.op('Add', self.op('MatMul', x, self.random(inputs, outputs)), self.random(outputs))

    def norm(self, x):
        ones, zeros = self.constant(np.ones(WIDTH, np.float32)), self.constant(np.zeros(WIDTH, np.float32))
        return self.op('LayerNormalization', x, ones, zeros, axis=-1, epsilon=1e-5)

    def heads(self, x):                                                 # [B, n, 768] -> [B, 12, n, 64]
        return self.op('Transpose', self.op('Reshape', x, self.ints(0, -1, HEADS, HEAD)), perm=[0, 2, 1, 3])

    def attend(self, query, key, value, mask=None):                     # [B, 12, n, 64] -> [B, n, 768]
        scores = self.op('MatMul', query, self.op('Transpose', key, perm=[0, 1, 3, 2]))
        scores = self.op('Mul', scores, self.constant(np.float32(HEAD ** -0.5)))
        if mask:
            scores = self.op('Where', mask, scores, self.constant(np.float32(-1e9)))
        read = self.op('MatMul', self.op('Softmax', scores, axis=-1), value)
        return self.op('Reshape', self.op('Transpose', read, perm=[0, 2, 1, 3]), self.ints(0, -1, WIDTH))

    def gelu(self, x, kind):
        if kind == 'erf':                                               # ViT
            inner = self.op('Erf', self.op('Mul', x, self.constant(np.float32(2 ** -0.5))))
        else:                                                           # GPT-2
            cubed = self.op('Mul', self.op('Mul', self.op('Mul', x, x), x), self.constant(np.float32(0.044715)))
            inner = self.op('Tanh', self.op('Mul', self.op('Add', x, cubed), self.constant(np.float32((2 / np.pi) ** 0.5))))
        half = self.op('Mul', x, self.constant(np.float32(0.5)))
        return self.op('Mul', half, self.op('Add', inner, self.constant(np.float32(1))))

    def feed_forward(self, x, kind):
        return self.linear(self.gelu(self.linear(x, WIDTH, HIDDEN), kind), HIDDEN, WIDTH)

    def save(self, file, inputs, outputs):
        graph = h.make_graph(self.nodes, file.stem, inputs, outputs, self.initializers)
        model = h.make_model(graph, opset_imports=[h.make_opsetid('', 17)], ir_version=8)
        file.write_bytes(model.SerializeToString())
        print(file, round(file.stat().st_size / 1e6), 'MB', flush=True)


def tensor(name, kind, *shape):
    return h.make_tensor_value_info(name, kind, shape)


def make_encoder(file):
    g = Graph()
    patches = g.op('Conv', 'pixel_values', g.random(WIDTH, 3, PATCH, PATCH), g.random(WIDTH), strides=[PATCH, PATCH])
    patches = g.op('Transpose', g.op('Reshape', patches, g.ints(0, WIDTH, PATCHES)), perm=[0, 2, 1])
    batch = g.op('Gather', g.op('Shape', 'pixel_values'), g.ints(0))
    start = g.op('Expand', g.random(1, 1, WIDTH), g.op('Concat', batch, g.ints(1, WIDTH), axis=0))
    x = g.op('Add', g.op('Concat', start, patches, axis=1), g.random(1, PATCHES + 1, WIDTH))
    for _ in range(LAYERS):
        y = g.norm(x)
        query, key, value = (g.heads(g.linear(y, WIDTH, WIDTH)) for _ in range(3))
        x = g.op('Add', x, g.linear(g.attend(query, key, value), WIDTH, WIDTH))
        x = g.op('Add', x, g.feed_forward(g.norm(x), 'erf'))
    g.nodes.append(h.make_node('Identity', [g.norm(x)], ['last_hidden_state']))
    g.save(file, [tensor('pixel_values', T.FLOAT, 'batch', 3, SIZE, SIZE)],
           [tensor('last_hidden_state', T.FLOAT, 'batch', PATCHES + 1, WIDTH)])


def make_decoder(file):
    g = Graph()
    inputs = [tensor('input_ids', T.INT64, 'batch', 'sequence'),
              tensor('encoder_hidden_states', T.FLOAT, 'batch', PATCHES + 1, WIDTH)]
    outputs = [tensor('logits', T.FLOAT, 'batch', 'sequence', WORDS)]
    length = g.op('Gather', g.op('Shape', 'input_ids'), g.constant(np.int64(1)))
    past = g.op('Gather', g.op('Shape', 'past_key_values.0.key'), g.constant(np.int64(2)))
    total = g.op('Add', past, length)
    zero, one = g.constant(np.int64(0)), g.constant(np.int64(1))
    positions = g.op('Range', past, total, one)
    mask = g.op('GreaterOrEqual', g.op('Unsqueeze', positions, g.ints(1)), g.op('Unsqueeze', g.op('Range', zero, total, one), g.ints(0)))
    x = g.op('Add', g.op('Gather', g.random(WORDS, WIDTH), 'input_ids'), g.op('Gather', g.random(POSITIONS, WIDTH), positions))
    for layer in range(LAYERS):
        y = g.norm(x)
        query, key, value = (g.heads(part) for part in thirds(g, g.linear(y, WIDTH, 3 * WIDTH)))
        names = f'past_key_values.{layer}', f'present.{layer}'
        key = g.op('Concat', f'{names[0]}.key', key, axis=2, name=f'{names[1]}.key')
        value = g.op('Concat', f'{names[0]}.value', value, axis=2, name=f'{names[1]}.value')
        for part in ('key', 'value'):
            inputs.append(tensor(f'{names[0]}.{part}', T.FLOAT, 'batch', HEADS, 'past', HEAD))
            outputs.append(tensor(f'{names[1]}.{part}', T.FLOAT, 'batch', HEADS, 'total', HEAD))
        x = g.op('Add', x, g.linear(g.attend(query, key, value, mask), WIDTH, WIDTH))
        query = g.heads(g.linear(g.norm(x), WIDTH, WIDTH))
        key, value = (g.heads(g.linear('encoder_hidden_states', WIDTH, WIDTH)) for _ in range(2))
        x = g.op('Add', x, g.linear(g.attend(query, key, value), WIDTH, WIDTH))
        x = g.op('Add', x, g.feed_forward(g.norm(x), 'tanh'))
    g.nodes.append(h.make_node('MatMul', [g.norm(x), g.random(WIDTH, WORDS)], ['logits']))
    g.save(file, inputs, outputs)


def thirds(g, x):
    g.count += 1
    names = [f'third_{g.count}_{i}' for i in range(3)]
    g.nodes.append(h.make_node('Split', [x, g.ints(WIDTH, WIDTH, WIDTH)], names, axis=-1))
    return names


def write_config(out):
    shape = {'num_hidden_layers': LAYERS, 'num_attention_heads': HEADS, 'hidden_size': WIDTH}
    config = {
        'model_type': 'vision-encoder-decoder', 'architectures': ['VisionEncoderDecoderModel'], 'is_encoder_decoder': True,
        'decoder_start_token_id': END, 'eos_token_id': END, 'bos_token_id': END, 'pad_token_id': END,
        'encoder': {'model_type': 'vit', 'image_size': SIZE, 'patch_size': PATCH, **shape},
        'decoder': {'model_type': 'gpt2', 'n_layer': LAYERS, 'n_head': HEADS, 'n_embd': WIDTH, 'vocab_size': WORDS,
                    'add_cross_attention': True, 'is_decoder': True, 'eos_token_id': END, 'bos_token_id': END},
    }
    generation = {'decoder_start_token_id': END, 'eos_token_id': END, 'bos_token_id': END, 'pad_token_id': END, 'max_length': 64}
    preprocessor = {'feature_extractor_type': 'ViTFeatureExtractor', 'image_processor_type': 'ViTImageProcessor',
                    'do_resize': True, 'size': {'height': SIZE, 'width': SIZE}, 'resample': 2,
                    'do_rescale': True, 'rescale_factor': 1 / 255,
                    'do_normalize': True, 'image_mean': [0.5] * 3, 'image_std': [0.5] * 3}
    for name, data in {'config': config, 'generation_config': generation, 'preprocessor_config': preprocessor}.items():
        (out / f'{name}.json').write_text(json.dumps(data, indent=1))


def quantize(folder):
    """Dynamic int8, the settings of the public q8 files: per channel, reduced range."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    for name in ('encoder_model', 'decoder_model_merged'):
        quantize_dynamic(folder / f'{name}.onnx', folder / f'{name}_quantized.onnx', per_channel=True, reduce_range=True,
                         weight_type=QuantType.QUInt8 if name.startswith('encoder') else QuantType.QInt8,
                         extra_options={'EnableSubgraph': True})
        print(folder / f'{name}_quantized.onnx', round((folder / f'{name}_quantized.onnx').stat().st_size / 1e6), 'MB', flush=True)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('out', type=Path)
    parser.add_argument('--quantize', action='store_true', help='also make the q8 files')
    args = parser.parse_args()
    (args.out / 'onnx').mkdir(parents=True, exist_ok=True)
    write_config(args.out)
    make_encoder(args.out / 'onnx' / 'encoder_model.onnx')
    make_decoder(args.out / 'onnx' / 'decoder_model_merged.onnx')
    if args.quantize:
        quantize(args.out / 'onnx')
