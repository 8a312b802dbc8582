"""How often the score of `align` and `rank` puts what a person said of a photo above what a person said of another one.

  python rank.py --pack models/flickr8k-lite2 --data CACHE

A pair: one of the five captions of a dev photo, and a caption of another dev photo, both drawn with seed 0: every caption of every photo is
once the photo's own, 5,000 pairs. Both are scored on the photo, soft attention, as worker/align.ts does it: log-probability of the known
words and of the end, minus what the reference gives the same text, over their number. Ties count half. Prints the share of pairs in
which the photo's own caption scores higher, with its 95 % bootstrap interval over photos: for the raw log-probability, against even grey pictures
(what the SDK takes where the pack has no reference), and against the pack's reference.
"""
import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from crops import normalize
from pack import NOISE_ROWS, PLACES, Pack
from prepare import SIZE, UNKNOWN, words

LEVELS = [-0.5, 0, 0.5]     # of the even pictures, as in worker/reference-photo.ts
BATCH = 50                  # texts at once


def forced(pack, encoded, texts):
    """Makes the model say texts (token ids). -> for each its known words' and its end's log-probability, [known + 1]"""
    keys, values, state = encoded
    ids = [[*text, pack.tokens['end']] for text in texts]
    said, states = [[] for _ in texts], np.repeat(state, len(texts), 0)
    live = np.arange(len(texts))
    before = np.full(len(texts), pack.tokens['start'], np.int32)
    while len(live):
        feeds = {'token': before, 'state': states, 'keys': keys, 'values': values, 'noise': np.zeros((len(live), NOISE_ROWS, PLACES), np.float32),
                 'mode': pack.mode('soft', 1)}
        log_probs, states = pack.step.run(['log_probs', 'next_state'], feeds)
        before = np.array([ids[i].pop(0) for i in live], np.int32)
        for row, (i, token) in enumerate(zip(live, before)):
            if token != UNKNOWN:
                said[i].append(float(log_probs[row, token]))
        goes_on = np.array([bool(ids[i]) for i in live])
        live, before, states = live[goes_on], before[goes_on], states[goes_on]
    return [np.array(s) for s in said]


def grey(pack):
    """The mean of what even pictures give."""
    shape = (1, 3, SIZE, SIZE)
    return [np.mean(parts, 0) for parts in zip(*(pack.encode(np.full(shape, level, np.float32)) for level in LEVELS))]


def stored_reference(pack, folder):
    """What files.reference holds, spread over the places; None if the pack has none."""
    entry = pack.manifest['files'].get('reference')
    if entry is None:
        return None
    width, depth = pack.manifest['shapes']['keys'][0], pack.manifest['shapes']['values'][1]
    key, value, state = np.split(np.fromfile(folder / entry['path'], '<f4'), [width, width + depth])
    return [np.repeat(key[:, None], PLACES, 1), np.repeat(value[None], PLACES, 0), state[None]]


def draw_pairs(captions):
    """captions: [photo][5] -> [photo][5] of (own, other), each (photo, caption)"""
    rng = np.random.default_rng(0)
    n = len(captions)
    pairs = []
    for photo, own in enumerate(captions):
        others = [(photo + 1 + rng.integers(n - 1)) % n for _ in own]
        pairs.append([((photo, c), (int(o), int(rng.integers(len(captions[o]))))) for c, o in enumerate(others)])
    return pairs


def share_above(own, other):
    """[photo][5] scores -> percent of pairs, and its 95 % interval"""
    wins = (np.array(own) > other) + 0.5 * (np.array(own) == other)
    rng, n = np.random.default_rng(1), len(wins)
    draws = [wins[rng.integers(0, n, n)].mean() for _ in range(1000)]
    return [round(100 * float(v), 1) for v in (wins.mean(), *np.percentile(draws, [2.5, 97.5]))]


def measure(folder, data, limit=None, threads=2):
    pack = Pack(folder)
    lines = (data / 'captions-dev.jsonl').read_text(encoding='utf8').splitlines()[:limit]
    index = {w: i for i, w in enumerate(pack.vocabulary)}
    captions = [[[index.get(w, UNKNOWN) for w in words(c)] for c in json.loads(line)['captions']] for line in lines]
    photos, pairs = np.load(data / 'photos-dev.npy', mmap_mode='r'), draw_pairs(captions)
    at = lambda place: captions[place[0]][place[1]]
    references = {'grey': grey(pack), 'reference': stored_reference(pack, folder)}
    flat = [text for own in captions for text in own]

    def seen(photo):
        return forced(pack, pack.encode(normalize(photos[photo:photo + 1])), [at(place) for pair in pairs[photo] for place in pair])

    with ThreadPoolExecutor(threads) as pool:
        unseen = {}
        for name, encoded in references.items():
            if encoded is not None:
                batches = list(pool.map(lambda i: forced(pack, encoded, flat[i:i + BATCH]), range(0, len(flat), BATCH)))
                unseen[name] = iter([s for batch in batches for s in batch])
                unseen[name] = [[next(unseen[name]) for _ in own] for own in captions]
        scores = list(pool.map(seen, range(len(captions))))
    report = {'pairs': sum(map(len, pairs))}
    fits = {'raw': lambda s, place: s.sum(), **{name: lambda s, place, u=u: (s - u[place[0]][place[1]]).mean() for name, u in unseen.items()}}
    for name, fit in fits.items():
        table = [[fit(s, place) for s, place in zip(texts, (place for pair in pairs[photo] for place in pair))] for photo, texts in enumerate(scores)]
        report[name] = share_above(np.array(table)[:, ::2], np.array(table)[:, 1::2])
    return report


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--pack', type=Path, required=True)
    parser.add_argument('--data', type=Path, required=True, help='what prepare.py wrote')
    parser.add_argument('--limit', type=int, help='only so many dev photos')
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    print(json.dumps(measure(args.pack, args.data, args.limit, args.threads)))


if __name__ == '__main__':
    main()
