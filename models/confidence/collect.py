"""Runs a model pack over pictures: mean features, pixel statistics, and captions as `altText` asks the SDK for them (soft attention, beam search).

  python collect.py --pack models/flickr8k-lite2 --out dev.npz [--captions] [--statistics FILE] FOLDER_OR_LIST...

Stopped and started again it goes on: each 500 pictures are kept in OUT.parts until all are there. `--statistics` keeps the pixel statistics,
which are the same for every pack that reads the pictures the same way.
"""
import argparse
import glob
import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.append(str(Path(__file__).resolve().parents[1] / 'training'))
from pack import Pack                          # noqa: E402  the SDK's search, natively
from picture_statistics import statistics      # noqa: E402

BEAMS, CANDIDATES = 3, 3    # what `decode` of the manifest's `confidence` asks for
PART = 500
FILTERS = {'pillow-bicubic': Image.BICUBIC, 'pillow-bilinear': Image.BILINEAR}


def photos_in(paths):
    files = []
    for path in paths:
        files += [line.strip() for line in open(path)] if path.endswith('.txt') else sorted(glob.glob(f'{path}/**/*.jpg', recursive=True)) if os.path.isdir(path) else [path]
    return files


def read_pixels(path, preprocessing):
    """-> uint8 [height, width, 3]: the whole photo, squashed."""
    photo = Image.open(path)
    if photo.mode in ('RGBA', 'LA', 'P'):
        photo = Image.alpha_composite(Image.new('RGBA', photo.size, 'white'), photo.convert('RGBA'))
    return np.asarray(photo.convert('RGB').resize((preprocessing['width'], preprocessing['height']), FILTERS[preprocessing['resize']]))


def spell(pack, caption):
    """What the signals are made of."""
    attention = np.array([t['attention'] for t in caption['tokens']])
    entropy = -(attention * np.log(np.maximum(attention, 1e-30))).sum(1) / np.log(attention.shape[1])
    words = [pack.vocabulary[t['id']].strip() for t in caption['tokens']]
    return {'text': ' '.join(words), 'words': words, 'logProbs': [t['logProb'] for t in caption['tokens']], 'entropy': entropy.tolist(),
            'logProb': caption['logProb'], 'score': caption['score']}


def collect_one(pack, file, captions, known):
    """-> mean feature, pixel statistics (`known`, or computed), captions or None"""
    p = pack.manifest['preprocessing']
    rgb = read_pixels(file, p)
    x = ((rgb.astype(np.float32) - np.float32(p['mean'])) / np.float32(p['std'])).transpose(2, 0, 1)[None]
    encoded = pack.encode(np.ascontiguousarray(x))
    found = pack.caption(None, beams=BEAMS, candidates=CANDIDATES, encoded=encoded) if captions else None
    return encoded[1].mean(0), statistics(rgb) if known is None else known, found and [spell(pack, c) for c in found]


def identity(files):
    """Names and sizes: enough to tell that a picture was made anew."""
    return [f'{os.path.basename(f)} {os.path.getsize(f)}' for f in files]


def known_statistics(path, files):
    """[N, statistics] of the same files from an earlier run; None where there is none."""
    if path is None or not path.exists():
        return None
    z = np.load(path)
    return z['statistics'] if list(z['files']) == identity(files) else None


def collect(pack, files, captions, out, statistics_path=None, threads=2):
    parts = out.with_suffix('.parts')
    parts.mkdir(parents=True, exist_ok=True)
    known = known_statistics(statistics_path, files)
    starts = range(0, len(files), PART)
    with ThreadPoolExecutor(threads) as pool:
        for start in starts:
            path = parts / f'{start:06}.npz'
            if not path.exists():
                chosen = range(start, min(start + PART, len(files)))
                done = list(pool.map(lambda i: collect_one(pack, files[i], captions, None if known is None else known[i]), chosen))
                part = {'features': np.float32([d[0] for d in done]), 'statistics': np.float32([d[1] for d in done]), 'captions': np.array(json.dumps([d[2] for d in done]))}
                np.savez(path.with_suffix('.partial.npz'), **part)
                path.with_suffix('.partial.npz').rename(path)
            print(f'{out.stem}: {min(start + PART, len(files))} of {len(files)}', flush=True)
    made = [np.load(parts / f'{start:06}.npz') for start in starts]
    join = lambda name: np.concatenate([m[name] for m in made])
    texts = [c for m in made for c in json.loads(str(m['captions']))]
    names = np.array([os.path.basename(f) for f in files])
    np.savez(out, files=names, features=join('features'), statistics=join('statistics'), captions=np.array(json.dumps(texts) if captions else ''))
    if statistics_path is not None and known is None:
        statistics_path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(statistics_path, files=np.array(identity(files)), statistics=join('statistics'))
    shutil.rmtree(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--pack', required=True)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--captions', action='store_true')
    parser.add_argument('--statistics', type=Path)
    parser.add_argument('--heads', type=Path, help="JSON of calibrate.py --heads: what the search's restraint is made of, in place of the manifest's")
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('paths', nargs='+')
    a = parser.parse_args()
    pack = Pack(a.pack)
    if a.heads:
        pack.manifest['confidence'] = json.loads(a.heads.read_text())
    collect(pack, photos_in(a.paths), a.captions, a.out, a.statistics, a.threads)


if __name__ == '__main__':
    main()
