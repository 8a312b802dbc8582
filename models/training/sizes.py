"""What the pack's weights say of photos that are given to the encoder larger or smaller than it was trained for.

  python sizes.py --model models/flickr8k-lite2 --data CACHE --sizes 192 256 288

Greedy captions of the dev photos by PyTorch with the pack's weights, dequantized, without restraint and without rules against repeats; CIDEr against
that of the trained size, photo by photo. The encoder's work grows with the area.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from cider import corpus_cider
from critic import say, spoken
from crops import FROZEN_BLOCKS, normalize
from export import read_pack
from prepare import SIZE

PHOTOS = 25                 # a pass


def resized(photos, size):
    return np.stack([np.asarray(Image.fromarray(photo).resize((size, size), Image.BICUBIC)) for photo in photos])


@torch.no_grad()
def scores(model, photos, references, size):
    """CIDEr of each photo's caption, 100 being what a usual corpus calls 100: [N]."""
    said = []
    for first in range(0, len(references), PHOTOS):
        pixels = torch.from_numpy(normalize(resized(photos[first:first + PHOTOS], size))).contiguous(memory_format=torch.channels_last)
        values = model.values(model.encoder.early(pixels, FROZEN_BLOCKS), FROZEN_BLOCKS)
        said += [spoken(row) for row in say(model.decoder, values).tolist()]
    return 100 * np.array(corpus_cider(said, references))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', type=Path, required=True, help='a model pack')
    parser.add_argument('--data', type=Path, required=True, help='what prepare.py wrote')
    parser.add_argument('--sizes', type=int, nargs='+', required=True, help='pixels a side, multiples of 32')
    args = parser.parse_args()
    model = read_pack(args.model)[0].to(memory_format=torch.channels_last)
    dev = json.loads((args.data / 'dataset.json').read_text())['dev']
    photos = np.load(args.data / 'photos-dev.npy', mmap_mode='r')
    references = [[spoken(c['ids']) for c in item['captions']] for item in dev]
    trained = scores(model, photos, references, SIZE)
    print(f'{SIZE}: CIDEr {trained.mean():.1f}', flush=True)
    for size in args.sizes:
        gain = scores(model, photos, references, size) - trained
        print(f'{size}: {gain.mean():+.1f} (standard error {gain.std() / len(gain) ** 0.5:.1f}), work x {(size / SIZE) ** 2:.2f}', flush=True)


if __name__ == '__main__':
    main()
