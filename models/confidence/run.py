"""The whole calibration, one command: unpacks and renders what is needed, runs the pack, fits, reports, writes into the pack.

  python run.py --flickr8k DIR --work WORK [--pack models/flickr8k-lite2] [--art DIR ...] [--far DIR]
"""
import argparse
import hashlib
import os
import random
import subprocess
import sys
import tarfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
KINDS = {'noise': 1, 'black': 1, 'scan': 1, 'icon': 1, 'logo': 1, 'drawing': 2, 'meme': 2}    # how many of each, in portions
PORTION = {'np-train': 160, 'np-test': 40}
ROUND_TRIPS = 500       # training photos enlarged and saved again: blur of scaling must not tell photos apart


def run(*command):
    print('+', *command, flush=True)
    subprocess.run([str(c) for c in command], check=True)


def unpack(flickr8k, work):
    for split in ('train', 'dev'):
        folder = work / split
        if not folder.exists():
            with tarfile.open(flickr8k / f'images-{split}.tar') as tar:
                tar.extractall(work / f'{split}.partial', filter='data')
            (work / f'{split}.partial').rename(folder)


def photos(folder):
    return sorted(folder.rglob('*.jpg'))


def render(work, art):
    python, pictures = sys.executable, HERE / 'pictures'
    for parity, (split, portion) in enumerate(PORTION.items()):
        meme_photos = work / f'meme-{split}'
        if not meme_photos.exists():
            meme_photos.mkdir()
            for photo in photos(work / ('train' if parity == 0 else 'dev'))[::5]:
                os.symlink(photo.resolve(), meme_photos / photo.name)
        for kind, portions in KINDS.items():
            sources = [meme_photos] if kind == 'meme' else art
            folder = work / split / kind
            if folder.exists() or (kind in ('icon', 'logo', 'drawing') and not art):
                continue
            folder.mkdir(parents=True)
            run(python, pictures / 'drawn.py', kind, folder, portions * portion, parity, *sources)
        for kind, command in (('chart', [python, pictures / 'charts.py']), ('page', ['node', pictures / 'screens.mjs', 'page'])):
            folder = work / split / kind
            if not folder.exists():
                folder.mkdir(parents=True)
                run(*command, folder, portion, parity)
    for kind, command in (('diagram', [python, pictures / 'drawn.py', 'diagram']), ('map', ['node', pictures / 'screens.mjs', 'map'])):
        folder = work / 'np-test' / kind
        if not folder.exists():
            folder.mkdir(parents=True)
            run(*command, folder, PORTION['np-test'], 3)
    if not (work / 'roundtrip').exists():
        (work / 'roundtrip').mkdir()
        rng = random.Random(0)
        for i, photo in enumerate(rng.sample(photos(work / 'train'), ROUND_TRIPS)):
            size = rng.choice([(640, 480), (800, 600), (500, 375), (375, 500), (500, 500)])
            Image.open(photo).resize(size, rng.choice([Image.BICUBIC, Image.LANCZOS, Image.BILINEAR])).save(work / 'roundtrip' / f'{i:03}.jpg', quality=rng.randint(70, 95))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--flickr8k', type=Path, required=True)
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--pack', type=Path, default=HERE.parent / 'flickr8k-lite2')
    parser.add_argument('--art', type=Path, nargs='*', default=[])
    parser.add_argument('--far', type=Path)
    a = parser.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    unpack(a.flickr8k, a.work)
    render(a.work, a.art)
    graphs = b''.join((a.pack / f'{name}.onnx').read_bytes() for name in ('encoder', 'step'))
    collected = a.work / f'collected-{hashlib.sha256(graphs).hexdigest()[:12]}'
    collected.mkdir(exist_ok=True)
    sets = {'dev': a.work / 'dev', 'train': a.work / 'train', 'np-train': a.work / 'np-train', 'np-test': a.work / 'np-test', 'roundtrip': a.work / 'roundtrip'}
    if a.far:
        sets['far'] = a.far
    for name, folder in sets.items():
        if not (collected / f'{name}.npz').exists():
            captions = ['--captions'] if name in ('dev', 'np-test', 'far') else []
            run(sys.executable, HERE / 'collect.py', '--pack', a.pack, '--out', collected / f'{name}.npz', *captions, folder)
    run(sys.executable, HERE / 'calibrate.py', '--pack', a.pack, '--train', a.flickr8k / 'captions-train.jsonl', '--dev', a.flickr8k / 'captions-dev.jsonl',
        '--collected', collected, '--write')


if __name__ == '__main__':
    main()
