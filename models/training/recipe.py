"""From a data folder to a model pack in one command; stop it and start it again, it goes on where it was.

  python recipe.py --flickr8k DIR --work WORK --out models/flickr8k-lite2
  python recipe.py --images DIR --captions FILE --work WORK --out my-model       your own photos
"""
import argparse
import json
import os
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

HERE = Path(__file__).resolve().parent


def environment():
    """With jemalloc where it is installed, told to keep its memory in large pages: otherwise a third of the time goes into page faults."""
    library = find_library('jemalloc')
    keep = {'LD_PRELOAD': library, 'MALLOC_CONF': 'thp:always,dirty_decay_ms:-1,muzzy_decay_ms:-1'}
    return {**os.environ, **(keep if library else {})}


def command(script, *args):
    return [sys.executable, str(HERE / script), *map(str, args)]


def run_recipe(prepare, work, out, train=(), export=()):
    """prepare, train, export: further arguments of those scripts."""
    run = lambda *args: subprocess.run(command(*args), check=True, env=environment())
    cache, checkpoints = work / 'cache', work / 'run'
    if not (cache / 'dataset.json').exists():
        run('prepare.py', *prepare, '--out', cache)
    run('train.py', '--data', cache, '--out', checkpoints, *train)
    run('export.py', '--checkpoint', checkpoints / 'refine.pt', '--out', out, *export)
    run('reference.py', '--pack', out, '--photos', cache / 'photos-train.npy')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('--flickr8k', '--images', '--captions', '--text'):
        parser.add_argument(name, type=Path, help='as in prepare.py')
    parser.add_argument('--min-count', type=int, help='as in prepare.py')
    parser.add_argument('--work', type=Path, required=True, help='for what is computed on the way, about 1.5 GB')
    parser.add_argument('--out', type=Path, required=True, help='the model pack; its last folder is the name of the model')
    parser.add_argument('--epochs', type=json.loads, default={}, help='as in train.py')
    parser.add_argument('--encoder', default='lite2', help='as in train.py')
    parser.add_argument('--time', type=float, help='as in train.py')
    parser.add_argument('--licenses', type=Path, help='as in export.py; needed for your own photos')
    args = parser.parse_args()
    if args.images and not args.licenses:
        parser.error('--licenses FILE says under which terms your photos and captions may be used: {"weights": "...", "data": "..."}')
    prepare = [x for name in ('flickr8k', 'images', 'captions', 'text', 'min_count') if getattr(args, name) is not None
               for x in (f'--{name.replace("_", "-")}', getattr(args, name))]
    train = ['--epochs', json.dumps(args.epochs), '--encoder', args.encoder, *(['--time', args.time] if args.time else [])]
    run_recipe(prepare, args.work, args.out, train, export=['--licenses', args.licenses] if args.licenses else [])


if __name__ == '__main__':
    main()
