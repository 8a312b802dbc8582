"""The reference of a model pack: what the encoder gives on average over photos. `align` and `rank` take off what a text gets from it.

  python reference.py --pack models/flickr8k-lite2 --photos CACHE/photos-train.npy

Writes reference.bin into the pack, float32, little-endian: the mean key [256], the mean value [512] (over photos and places) and the mean
first state [1024]; and its entry into manifest.json, where an older one is replaced.
"""
import argparse
import json
from pathlib import Path

import numpy as np

from crops import normalize
from pack import Pack, file_entry

PHOTOS = 1500               # evenly spaced; the vectors of two such sets differ by 2 % of their length
FILE = 'reference.bin'


def mean_photo(pack, photos, count=PHOTOS):
    """photos: uint8 [N, 224, 224, 3] -> float32 mean key [K], value [D] and state [S]."""
    chosen = np.unique(np.linspace(0, len(photos) - 1, min(count, len(photos))).astype(int))
    sums = None
    for i in chosen:
        keys, values, state = pack.encode(normalize(photos[i:i + 1]))
        parts = [keys.mean(1, dtype=np.float64), values.mean(0, dtype=np.float64), state[0].astype(np.float64)]
        sums = parts if sums is None else [s + p for s, p in zip(sums, parts)]
    return [(s / len(chosen)).astype('<f4') for s in sums]


def add_reference(folder, photos, count=PHOTOS, threads=2):
    """Writes the file and its manifest entry; the manifest is left as it is otherwise. -> bytes of the file"""
    folder = Path(folder)
    data = b''.join(part.tobytes() for part in mean_photo(Pack(folder, threads), photos, count))
    (folder / FILE).write_bytes(data)
    path = folder / 'manifest.json'
    manifest = json.loads(path.read_text(encoding='utf8'))
    manifest['files']['reference'] = file_entry(folder / FILE)
    path.write_text(json.dumps(manifest, indent=1) + '\n', encoding='utf8')
    return len(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--pack', type=Path, required=True)
    parser.add_argument('--photos', type=Path, required=True, help='uint8 [N, 224, 224, 3], as prepare.py writes them; the photos that were trained on')
    parser.add_argument('--count', type=int, default=PHOTOS, help='how many of them, evenly spaced')
    args = parser.parse_args()
    size = add_reference(args.pack, np.load(args.photos, mmap_mode='r'), args.count)
    print(f'{args.pack / FILE}: {size} bytes')


if __name__ == '__main__':
    main()
