"""Does the pack say what PyTorch says with the pack's own, dequantized weights? Greedy and soft, the same tokens, photo by photo.

  python parity.py --model models/flickr8k-lite2 --photos CACHE/photos-dev.npy
"""
import argparse
from pathlib import Path

import numpy as np
import torch

from crops import normalize
from export import MAX_TOKENS, read_pack
from pack import Pack


@torch.no_grad()
def greedy(model, pixels, tokens):
    """-> the ids that PyTorch says, and the smallest gap between the best and the second-best log-probability on the way."""
    values = model.values(model.encoder.early(torch.from_numpy(pixels), 0), 0)
    keys, state = model.decoder.keys(values), model.decoder.first_state(values)
    said, gap = [], float('inf')
    while len(said) < MAX_TOKENS:
        log_probs, state, _, _ = model.decoder.step(torch.tensor([said[-1] if said else tokens['start']]), state, keys, values)
        if not said:
            log_probs[:, tokens['end']] = -torch.inf
        (best, second), (word, _) = (x.tolist() for x in log_probs[0].topk(2))
        gap = min(gap, best - second)
        if word == tokens['end']:
            break
        said.append(word)
    return said, gap


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', type=Path, required=True)
    parser.add_argument('--photos', type=Path, required=True, help='uint8 [N, 224, 224, 3], as prepare.py writes them')
    args = parser.parse_args()
    model, _ = read_pack(args.model)
    pack, photos, same = Pack(args.model), np.load(args.photos, mmap_mode='r'), 0
    for i, photo in enumerate(photos):
        pixels = normalize(photo[None])
        expected, gap = greedy(model, pixels, pack.tokens)
        found = [t['id'] for t in pack.caption(pixels, beams=1, no_repeat=0, links=None, restraint=0)[0]['tokens']]
        same += found == expected
        if found != expected:
            print(f'photo {i}: the two best words were as near as {gap:.1e} in log-probability')
    print(f'the same tokens on {same} of {len(photos)} photos')


if __name__ == '__main__':
    main()
