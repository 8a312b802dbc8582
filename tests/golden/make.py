"""Makes the golden files: what PyTorch computes with the pack's own weights, dequantized.

  python tests/golden/make.py [--model models/flickr8k-lite2]        (the Python environment of models/training)
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'models' / 'training'))
from crops import normalize                         # noqa: E402
from export import read_pack                        # noqa: E402
from pack import NOISE_ROWS, PLACES, Pack           # noqa: E402

PHOTOS = HERE.parents[1] / 'examples' / 'demo' / 'photos'
SEED = 7
STRIDE = 997                                        # of the flattened arrays; prime, so that every row and column is met
# name: photo and the part of it that is shown (fractions), so that twelve pictures come from nine photos
PICTURES = {
    'astronaut': ('astronaut', (0, 0, 1, 1)), 'cameraman': ('cameraman', (0, 0, 1, 1)), 'cat': ('cat', (0, 0, 1, 1)),
    'espresso': ('espresso', (0, 0, 1, 1)), 'koala': ('koala', (0, 0, 1, 1)), 'mountain-path': ('mountain-path', (0, 0, 1, 1)),
    'officer': ('officer', (0, 0, 1, 1)), 'shepherd-dog': ('shepherd-dog', (0, 0, 1, 1)), 'two-dogs': ('two-dogs', (0, 0, 1, 1)),
    'two-dogs-left': ('two-dogs', (0, 0, 0.6, 1)), 'mountain-path-top': ('mountain-path', (0, 0, 1, 0.6)), 'astronaut-face': ('astronaut', (0.2, 0, 0.7, 0.6)),
}


def rounded(array, digits=6):
    return [round(float(x), digits) for x in np.ravel(array)]


class TorchPack(Pack):
    """The same search over PyTorch in place of onnxruntime."""

    def __init__(self, folder):
        self.model, self.manifest = read_pack(folder)
        self.vocabulary, self.tokens = self.manifest['vocabulary'], self.manifest['tokens']

    @torch.no_grad()
    def encode(self, pixels):
        blocks, decoder = 15, self.model.decoder
        values = self.model.values(self.model.encoder.early(torch.from_numpy(pixels), blocks), blocks)
        return decoder.keys(values)[0].T.numpy(), values[0].numpy(), decoder.first_state(values).numpy()

    @torch.no_grad()
    def run(self, token, state, keys, values, noise, mode):
        found = {}

        def weigh(log_attention):                   # [1, R, 196]
            places = (log_attention[0][:, None] + torch.from_numpy(noise)).argmax(-1)               # [R, 2]
            found['places'] = places.numpy().astype(np.int32)
            one, two = (torch.nn.functional.one_hot(places[:, i], PLACES).float() for i in (0, 1))
            return (mode[0] * log_attention[0].exp() + mode[1] * one + mode[2] * two)[None]
        arrays = (torch.from_numpy(np.ascontiguousarray(a)) for a in (token.astype(np.int64), state, keys.T[None], values[None]))
        log_probs, next_state, attention, context = self.model.decoder.step(*arrays, weigh)
        top = log_probs.topk(16)
        return found | {'log_probs': log_probs.numpy(), 'top_log_probs': top.values.numpy(), 'top_tokens': top.indices.numpy(),
                        'attention': attention.numpy(), 'context': context.numpy(), 'next_state': next_state.numpy()}


def picture(name):
    """Made once and kept: 224 x 224, at most 256 colours so that the file is small."""
    file = HERE / 'pictures' / f'{name}.png'
    if not file.exists():
        photo, (left, top, right, bottom) = PICTURES[name]
        with Image.open(PHOTOS / f'{photo}.jpg') as image:
            image = ImageOps.exif_transpose(image).convert('RGB')
            width, height = image.size
            small = image.resize((224, 224), Image.BICUBIC, box=(left * width, top * height, right * width, bottom * height))
        file.parent.mkdir(exist_ok=True)
        small.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    with Image.open(file) as image:
        return np.asarray(image.convert('RGB'))


def path(caption):
    return {'tokens': [t['id'] for t in caption['tokens']], 'logProbs': rounded([t['logProb'] for t in caption['tokens']], 5),
            'endLogProb': None if caption['endLogProb'] is None else round(caption['endLogProb'], 5)}


def golden(pack, name):
    keys, values, state = encoded = pack.encode(normalize(picture(name)[None]))
    soft, = pack.caption(None, beams=1, encoded=encoded)
    hard, = pack.caption(None, 'hard', beams=1, seed=SEED, encoded=encoded)
    beam, = pack.caption(None, beams=3, encoded=encoded)
    first = pack.run(np.array([1]), state, keys, values, np.zeros((1, NOISE_ROWS, PLACES), np.float32), pack.mode('soft', 1))
    return {
        'picture': f'pictures/{name}.png', 'text': pack.text(soft),
        'features': {'stride': STRIDE, 'keys': rounded(keys.ravel()[::STRIDE]), 'values': rounded(values.ravel()[::STRIDE]), 'state': rounded(state.ravel()[::7])},
        'firstStep': {'attention': rounded(first['attention']), 'logProbs': {'stride': 29, 'values': rounded(first['log_probs'].ravel()[::29], 5)}},
        'soft': {**path(soft), 'attention': [rounded(t['attention'], 5) for t in soft['tokens']]},
        'hard': {'seed': SEED, **path(hard), 'places': [t['places'].tolist() for t in hard['tokens']]},
        'beam3': {**path(beam), 'logProb': round(beam['logProb'], 5)},
    }


def resize_golden():
    """Pillow's bicubic on a part of a picture, up and down: the pixels that the SDK's own resize must give."""
    source = Image.fromarray(picture('cat')[40:101, 20:117])
    source.save(HERE / 'pictures' / 'resize-input.png', optimize=True)
    cases = [{'width': w, 'height': h, 'rgb': np.asarray(source.resize((w, h), Image.BICUBIC)).ravel().tolist()} for w, h in ((31, 23), (120, 70), (97, 40))]
    return {'picture': 'pictures/resize-input.png', 'filter': 'pillow-bicubic', 'cases': cases}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', type=Path, default=HERE.parents[1] / 'models' / 'flickr8k-lite2')
    args = parser.parse_args()
    torch.set_num_threads(1)
    pack = TorchPack(args.model)
    noise = {'generator': 'mulberry32 from the seed, one stream a caption; u = (draw + 0.5) / 2**32; noise = -log(-log(u)), float32',
             'order': 'a step draws [rows, 2, 196] in order, soft or not'}
    files = {'captions.json': {'model': pack.manifest['name'], 'version': pack.manifest['version'], 'stepSha256': pack.manifest['files']['step']['sha256'],
                               'noise': noise, 'pictures': [golden(pack, name) for name in PICTURES]},
             'resize.json': resize_golden()}
    for name, content in files.items():
        (HERE / name).write_text(json.dumps(content, separators=(',', ':')) + '\n', encoding='utf8')
        print(f'{name}: {(HERE / name).stat().st_size} bytes')


if __name__ == '__main__':
    main()
