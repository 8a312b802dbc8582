"""Views of the photos, and what the frozen beginning of the encoder makes of them, computed once.

  python crops.py --data CACHE --views 6

View 0 is the whole photo. Every other one is a crop of 65 to 100 % of each side, half of them mirrored, with the sharpness, the light
and the colour changed a little. Writes early-<view>.npy (float16 [N, C, 14, 14]) and view-<view>.npy (x1, y1, x2, y2, mirrored);
an epoch reads one view. It may run beside the training, which takes the views that are there.
"""
import argparse
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image

from graphs import early_graph
from model import Encoder
from prepare import SIZE

FROZEN_BLOCKS = 15          # of 21; their weights stay ImageNet's, the rest is fine-tuned
SMALLEST = 0.65             # a crop keeps at least this share of each side
FILTERS = [Image.BILINEAR, Image.BICUBIC, Image.LANCZOS, Image.HAMMING]    # a different sharpness each: browsers and cameras differ too


def normalize(photos):
    """uint8 [B, 224, 224, 3] -> float32 [B, 3, 224, 224], about -1 to 1."""
    return np.ascontiguousarray(((photos.astype(np.float32) - 127) / 128).transpose(0, 3, 1, 2))


def view_of(photo, rng, whole=False):
    """-> normalised pixels [3, 224, 224] and the crop (x1, y1, x2, y2, mirrored), as fractions of the photo."""
    if whole:
        return normalize(photo[None])[0], (0, 0, 1, 1, 0)
    width, height = rng.uniform(SMALLEST, 1, 2)
    x, y = rng.uniform(0, 1 - width), rng.uniform(0, 1 - height)
    box = (x * SIZE, y * SIZE, (x + width) * SIZE, (y + height) * SIZE)
    pixels = normalize(np.asarray(Image.fromarray(photo).resize((SIZE, SIZE), FILTERS[rng.integers(4)], box=box))[None])[0]
    grey = pixels.mean(0, keepdims=True)
    pixels = (grey + (pixels - grey) * rng.uniform(0.75, 1.25)) * rng.uniform(0.85, 1.15) + rng.uniform(-0.1, 0.1)
    mirrored = rng.random() < 0.5
    pixels = pixels[:, :, ::-1] if mirrored else pixels
    return np.clip(pixels, -1, 1).astype(np.float32), (x, y, x + width, y + height, mirrored)


def session(model_proto, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry('session.disable_quant_qdq', '1')
    options.add_session_config_entry('session.intra_op.allow_spinning', '0')
    return ort.InferenceSession(model_proto if isinstance(model_proto, str) else model_proto.SerializeToString(), options)


def write_view(run, photos, folder, split, view):
    file = folder / f'early-{split}-{view}.npy'
    if file.exists():
        return
    partial, boxes = file.with_suffix('.partial'), []
    out = None
    pool = ThreadPoolExecutor(2)
    for first in range(0, len(photos), 8):
        made = list(pool.map(lambda i: view_of(photos[i], np.random.default_rng((view, i)), whole=view == 0), range(first, min(first + 8, len(photos)))))
        early = run.run(None, {'pixels': np.stack([m[0] for m in made])})[0].astype(np.float16)
        if out is None:
            out = np.lib.format.open_memmap(partial, 'w+', np.float16, (len(photos), *early.shape[1:]))
        out[first:first + len(early)] = early
        boxes += [m[1] for m in made]
        print(f'\r{file.name}: {len(boxes)} of {len(photos)}', end='', flush=True)
    print()
    out.flush()
    np.save(folder / f'view-{split}-{view}.npy', np.array(boxes, np.float32))
    os.replace(partial, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--views', type=int, default=6)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--random-encoder', action='store_true', help='no ImageNet weights: only to try the recipe out')
    args = parser.parse_args()
    encoder = Encoder()
    if not args.random_encoder:
        encoder.load_imagenet()
    run = session(early_graph(encoder, FROZEN_BLOCKS), args.threads)
    photos = {split: np.load(args.data / f'photos-{split}.npy', mmap_mode='r') for split in ('dev', 'train')}
    write_view(run, photos['dev'], args.data, 'dev', 0)
    for view in range(args.views):
        write_view(run, photos['train'], args.data, 'train', view)


if __name__ == '__main__':
    main()
