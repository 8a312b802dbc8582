"""The whole calibration, one command: unpacks and renders what is needed, runs the pack, fits, reports, writes into the pack.

  python run.py --flickr8k DIR --work WORK [--pack models/flickr8k-lite2] [--art ROOT] [--far DIR]

Stopped and started again it goes on where it was. The pictures in WORK serve every pack: with new weights the same command only runs the
encoder and the decoder over them and fits.
"""
import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
KINDS = {'noise': 1, 'black': 1, 'scan': 1, 'icon': 1, 'logo': 1, 'drawing': 2, 'meme': 2}    # how many of each, in portions
PORTION = {'np-train': 160, 'np-test': 40}
ROUND_TRIPS = 500       # training photos enlarged and saved again: blur of scaling must not tell photos apart
HELD_OUT_SEED = 3       # of the kinds that no fit sees
CLIP_ART = 'openclipart/png'
ART = {     # under usr/share of ROOT, as Debian's packages lie there
    'icon': ['icons/oxygen/base/256x256', 'icons/gnome/256x256', 'icons/oxygen/base/128x128'],
    'logo': ['icons/oxygen/base/256x256', f'{CLIP_ART}/signs_and_symbols'],
    'drawing': [*(f'{CLIP_ART}/{kind}' for kind in ('people', 'animals', 'unsorted', 'transportation', 'food', 'buildings', 'recreation/sports', 'recreation/music')),
                'games/wesnoth/1.16/data/core/images/portraits', 'games/wesnoth/1.16/data/core/images/story', 'games/hedgewars/Data/Graphics'],
}
BEGAN = time.monotonic()


def say(*words):
    print(f'[{time.monotonic() - BEGAN:5.0f} s]', *words, flush=True)


def run(*command):
    say('+', *command)
    subprocess.run([str(c) for c in command], check=True)


def make(folder, fill):
    """Fills a folder unless it is there; a half-filled one of a stopped run is made anew."""
    if folder.exists():
        return
    partial = folder.with_name(f'{folder.name}.partial')
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    fill(partial)
    partial.rename(folder)


def unpack(flickr8k, work):
    for split in ('train', 'dev'):
        def extract(folder):
            say('unpacking', split)
            with tarfile.open(flickr8k / f'images-{split}.tar') as tar:
                tar.extractall(folder, filter='data')
        make(work / split, extract)


def photos(folder):
    return sorted(folder.rglob('*.jpg'))


def link_photos(chosen):
    def fill(folder):
        for photo in chosen:
            os.symlink(photo.resolve(), folder / photo.name)
    return fill


def enlarge_photos(chosen):
    rng = random.Random(0)

    def fill(folder):
        for i, photo in enumerate(rng.sample(chosen, min(ROUND_TRIPS, len(chosen)))):
            size = rng.choice([(640, 480), (800, 600), (500, 375), (375, 500), (500, 500)])
            Image.open(photo).resize(size, rng.choice([Image.BICUBIC, Image.LANCZOS, Image.BILINEAR])).save(folder / f'{i:03}.jpg', quality=rng.randint(70, 95))
    return fill


def render(work, art):
    """art: {'icon' | 'logo' | 'drawing': folders}; without its folders a kind is left out"""
    drawn, screens = [sys.executable, HERE / 'pictures' / 'drawn.py'], ['node', HERE / 'pictures' / 'screens.mjs']
    for seed, (split, portion) in enumerate(PORTION.items()):
        make(work / f'meme-{split}', link_photos(photos(work / ('train' if seed == 0 else 'dev'))[::5]))
        for kind, portions in KINDS.items():
            sources = [work / f'meme-{split}'] if kind == 'meme' else art.get(kind, [])
            if sources or kind not in ART:
                make(work / split / kind, lambda folder: run(*drawn, kind, folder, portions * portion, seed, *sources))
        make(work / split / 'chart', lambda folder: run(sys.executable, HERE / 'pictures' / 'charts.py', folder, portion, seed))
        make(work / split / 'page', lambda folder: run(*screens, 'page', folder, portion, seed))
    make(work / 'np-test' / 'diagram', lambda folder: run(*drawn, 'diagram', folder, PORTION['np-test'], HELD_OUT_SEED))
    make(work / 'np-test' / 'map', lambda folder: run(*screens, 'map', folder, PORTION['np-test'], HELD_OUT_SEED))
    make(work / 'roundtrip', enlarge_photos(photos(work / 'train')))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--flickr8k', type=Path, required=True)
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--pack', type=Path, default=HERE.parent / 'flickr8k-lite2')
    parser.add_argument('--art', type=Path, help="folder that Debian's packages of icons and clip art were unpacked into (README.md)")
    parser.add_argument('--far', type=Path, help='folder of photos of other domains')
    a = parser.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    unpack(a.flickr8k, a.work)
    art = {kind: [f for f in (a.art / 'usr/share' / folder for folder in folders) if f.is_dir()] for kind, folders in ART.items()} if a.art else {}
    render(a.work, art)
    graphs = b''.join((a.pack / f'{name}.onnx').read_bytes() for name in ('encoder', 'step'))
    defaults = json.loads((a.pack / 'manifest.json').read_text(encoding='utf8'))['defaults']
    features = a.work / f'collected-{hashlib.sha256(graphs).hexdigest()[:12]}'
    captions = features / f'captions-{hashlib.sha256(json.dumps(defaults, sort_keys=True).encode()).hexdigest()[:12]}'

    def collect(folder, name, *options):
        if not (folder / f'{name}.npz').exists():
            pictures = a.far if name == 'far' else a.work / name
            run(sys.executable, HERE / 'collect.py', '--pack', a.pack, '--out', folder / f'{name}.npz', '--statistics', a.work / 'statistics' / f'{name}.npz', *options, pictures)

    def calibrate(*options):
        run(sys.executable, HERE / 'calibrate.py', '--pack', a.pack, '--train', a.flickr8k / 'captions-train.jsonl', '--dev', a.flickr8k / 'captions-dev.jsonl',
            '--collected', captions, *options)

    for name in ('train', 'np-train', 'roundtrip'):
        collect(features, name)
    captions.mkdir(exist_ok=True)
    heads = []
    if defaults.get('restraint'):                   # then what is said depends on the heads
        heads = ['--heads', features / 'heads.json']
        if not heads[1].exists():
            calibrate(*heads)
    for name in ('dev', 'np-test', *(['far'] if a.far else [])):
        collect(captions, name, '--captions', *heads)
    calibrate('--write')
    say('done')


if __name__ == '__main__':
    main()
