"""Captions held-out photos with a model pack through native onnxruntime, and scores captions against what people said and boxed.

  python eval.py caption --model models/flickr8k-lite2 --data CACHE --out predictions.json [--attention hard --seed 1] [--beams 3]
  python eval.py score predictions.json CACHE/captions-dev.jsonl
  python eval.py people predictions.json CACHE/captions-dev.jsonl      who is called man, woman, boy or girl, against what five people say

`score` reads what `npm run caption` writes, too. BLEU, METEOR (needs java), ROUGE-L and CIDEr are pycocoevalcap's, x 100.
"""
import argparse
import json
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from cider import corpus_cider
from crops import normalize
from pack import Pack, fold_name, singular
from prepare import words

NAMED = {'people', 'animals', 'vehicles', 'instruments', 'clothing', 'other'}     # kinds of phrases whose heads are names of things
SAMPLES_A_SIDE = 4          # points in a place, each way, that are tested for lying in a box
SYNONYMS = {
    'person': 'man woman boy girl child kid person people men women children lady guy toddler baby player rider someone adult teenager female '
              'male skier surfer skateboarder biker cyclist climber runner swimmer hiker snowboarder couple group crowd team family',
    'dog': 'puppy', 'bike': 'bicycle', 'motorcycle': 'motorbike', 'ocean': 'sea wave water pool lake river beach',
    'clothes': 'shirt jacket outfit uniform dress sweater coat', 'grass': 'field lawn yard', 'street': 'road sidewalk',
    'mountain': 'hill', 'rock': 'cliff stone', 'car': 'automobile', 'ball': 'soccer football',
}
FOLDED = {word: name for name, group in SYNONYMS.items() for word in group.split()}


def fold(word):
    return fold_name(word, FOLDED)


def coco_scores(hypotheses, references):
    """Token lists -> {'BLEU-1': ..., 'METEOR': ..., 'ROUGE-L': ..., 'CIDEr': ...} as pycocoevalcap counts them."""
    from pycocoevalcap.bleu.bleu import Bleu
    from pycocoevalcap.cider.cider import Cider
    from pycocoevalcap.rouge.rouge import Rouge
    said = {i: [' '.join(h)] for i, h in enumerate(hypotheses)}
    people = {i: [' '.join(r) for r in refs] for i, refs in enumerate(references)}
    scores = {f'BLEU-{n + 1}': s for n, s in enumerate(Bleu(4).compute_score(people, said, verbose=0)[0])}
    scores |= {'ROUGE-L': Rouge().compute_score(people, said)[0], 'CIDEr': Cider().compute_score(people, said)[0]}
    try:
        from pycocoevalcap.meteor.meteor import Meteor
        scores['METEOR'] = Meteor().compute_score(people, said)[0]
    except (ImportError, OSError) as error:
        print(f'METEOR left out: {error}', file=sys.stderr)
    return {name: 100 * float(s) for name, s in scores.items()}


def cider_interval(hypotheses, references, rounds=2000):
    """95 % of bootstrap samples of the photos give a CIDEr within this."""
    each = 100 * np.array(corpus_cider(hypotheses, references))
    rng = np.random.default_rng(1)
    means = [each[rng.integers(len(each), size=len(each))].mean() for _ in range(rounds)]
    return [float(np.percentile(means, p)) for p in (2.5, 97.5)]


def inside(boxes, x, y):
    return any(x1 <= x <= x2 and y1 <= y <= y2 for x1, y1, x2, y2 in boxes)


def boxes_of_heads(photo):
    """The boxes of the phrases that end in each word (singular)."""
    found = defaultdict(list)
    for item in photo.get('grounded', []):
        for phrase in item['phrases']:
            phrase_words = words(item['text'][phrase['start']:phrase['end']])
            if phrase_words:
                found[singular(phrase_words[-1])] += photo['boxes'][phrase['entity']]
    return found


def grounding(predictions, photos):
    """Pointing: is the centre of the most attended place in a box of the phrase that the word heads. Mass: attention in those boxes."""
    counted, sums = 0, Counter()
    for name, prediction in predictions.items():
        if 'tokens' not in prediction or not prediction.get('grid'):
            continue
        (rows, columns), heads = prediction['grid'], boxes_of_heads(photos[name])
        for token in prediction['tokens']:
            token_words, attention = words(token['text']), token.get('attention')
            if len(token_words) != 1 or not attention or singular(token_words[0]) not in heads:
                continue
            boxes, attention = heads[singular(token_words[0])], np.array(attention)
            offsets = (np.arange(SAMPLES_A_SIDE) + 0.5) / SAMPLES_A_SIDE
            xs, ys = ((np.arange(n)[:, None] + offsets).ravel() / n for n in (columns, rows))
            hit = np.zeros((len(ys), len(xs)), bool)
            for x1, y1, x2, y2 in boxes:
                hit |= ((ys >= y1) & (ys <= y2))[:, None] & ((xs >= x1) & (xs <= x2))
            covered = hit.reshape(rows, SAMPLES_A_SIDE, columns, SAMPLES_A_SIDE).mean((1, 3)).ravel()
            best = int(attention.argmax())
            counted += 1
            sums.update(pointing=inside(boxes, (best % columns + 0.5) / columns, (best // columns + 0.5) / rows),
                        pointing_centre=inside(boxes, 0.5, 0.5), mass=float(attention @ covered), mass_uniform=float(covered.mean()))
            if token.get('samples'):
                sums.update(sampled=float(np.mean([covered[place] for place in token['samples']])))
    return {'groundable_words': counted, **{k: 100 * v / counted for k, v in sums.items()}} if counted else {}


def wrong_names(predictions, photos):
    """Captions that name a person, animal or thing which none of the photo's human captions names, and such names among all."""
    heads = Counter()
    for photo in photos.values():
        for item in photo.get('grounded', []):
            for phrase in item['phrases']:
                phrase_words = words(item['text'][phrase['start']:phrase['end']])
                if phrase_words and NAMED & set(phrase['types']):
                    heads[fold(phrase_words[-1])] += 1
    names = {word for word, n in heads.items() if n >= 5}
    if not names:
        return {}
    captions = said_names = wrong = 0
    for name, prediction in predictions.items():
        said = {fold(w) for w in words(prediction['text'])} & names
        unsupported = said - {fold(w) for c in photos[name]['captions'] for w in words(c)}
        captions, said_names, wrong = captions + bool(unsupported), said_names + len(said), wrong + len(unsupported)
    return {'captions_with_wrong_name': 100 * captions / len(predictions), 'wrong_names': 100 * wrong / max(1, said_names)}


def repeats(tokens):
    """A word twice in a row, or three words twice."""
    threes = [tuple(tokens[i:i + 3]) for i in range(len(tokens) - 2)]
    return any(a == b for a, b in zip(tokens, tokens[1:])) or len(threes) != len(set(threes))


def score(predictions, photos):
    predictions = {n: predictions[n] for n in photos if 'text' in predictions.get(n, {})}
    hypotheses = [words(p['text']) for p in predictions.values()]
    references = [[words(c) for c in photos[n]['captions']] for n in predictions]
    return {
        'photos': len(predictions), 'missing': len(photos) - len(predictions),
        **coco_scores(hypotheses, references), 'CIDEr_95': cider_interval(hypotheses, references),
        **grounding(predictions, photos), **wrong_names(predictions, photos),
        'distinct_captions': len({' '.join(h) for h in hypotheses}), 'different_words': len({w for h in hypotheses for w in h}),
        'mean_length': float(np.mean([len(h) for h in hypotheses])), 'captions_with_repeats': sum(map(repeats, hypotheses)),
    }


WHO = {'man': {'man', 'men', 'guy', 'guys', 'male'}, 'woman': {'woman', 'women', 'lady', 'ladies', 'female'},
       'boy': {'boy', 'boys'}, 'girl': {'girl', 'girls'}}


def people(predictions, photos):
    """Shares of captions that say man, woman, boy, girl, by machine and by people; and, where at least three of the five people
    agree on one of the four and nobody says another, what the machine says in its place."""
    shares, instead = {who: Counter() for who in WHO}, {who: Counter() for who in WHO}
    for name, prediction in predictions.items():
        said = {who for who, forms in WHO.items() if forms & set(words(prediction['text']))}
        humans = [{who for who, forms in WHO.items() if forms & set(words(c))} for c in photos[name]['captions']]
        for who in WHO:
            shares[who].update(machine=100 * (who in said) / len(predictions), people=100 * sum(who in h for h in humans) / len(humans) / len(predictions))
        named = Counter(who for h in humans for who in h)
        if len(named) == 1 and max(named.values()) >= 3:
            instead[next(iter(named))]['/'.join(sorted(said)) or 'none of the four'] += 1
    return {'percent_of_captions': shares, 'where_people_agree': instead}


def caption(args):
    """Captions the held-out photos of CACHE; also writes what each word was sure of, and the other candidates."""
    names = [json.loads(line)['image'] for line in (args.data / 'captions-dev.jsonl').read_text(encoding='utf8').splitlines()][:args.limit]
    photos, pack = np.load(args.data / 'photos-dev.npy', mmap_mode='r'), Pack(args.model)

    def one(i):
        encoded = pack.encode(normalize(photos[i:i + 1]))
        found = pack.caption(None, args.attention, args.beams, args.samples, args.seed, min(args.candidates, args.beams),
                             args.length_penalty, encoded=encoded)
        tokens = [{'text': pack.vocabulary[t['id']], 'logProb': round(t['logProb'], 5), 'attention': [round(float(a), 6) for a in t['attention']],
                   **({'samples': t['places'][:args.samples].tolist()} if args.attention == 'hard' else {})} for t in found[0]['tokens']]
        candidates = [{'text': pack.text(c), 'logProb': round(c['logProb'], 5)} for c in found]
        return {'text': pack.text(found[0]), 'grid': [14, 14], 'tokens': tokens, 'endLogProb': found[0]['endLogProb'], 'candidates': candidates}, encoded[1].mean(0)

    with ThreadPoolExecutor(args.threads) as pool:
        made = list(pool.map(one, range(len(names))))
    args.out.write_text(json.dumps({name: m[0] for name, m in zip(names, made)}), encoding='utf8')
    np.save(args.out.with_suffix('.means.npy'), np.stack([m[1] for m in made]))      # [N, D]: the mean of each photo's values


def judge_with(count):
    def run(args):
        photos = {p['image']: p for p in map(json.loads, args.captions.read_text(encoding='utf8').splitlines())}
        predictions = {n: p for n, p in json.loads(args.predictions.read_text(encoding='utf8')).items() if n in photos and 'text' in p}
        print(json.dumps(rounded(count(predictions, photos)), indent=1))
    return run


def rounded(value):
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else round(value, 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    say = commands.add_parser('caption')
    say.add_argument('--model', type=Path, required=True)
    say.add_argument('--data', type=Path, required=True, help='what prepare.py wrote')
    say.add_argument('--out', type=Path, required=True)
    say.add_argument('--attention', choices=['soft', 'hard'], default='soft')
    say.add_argument('--samples', type=int, choices=[1, 2], default=1, help='places drawn a word, hard attention')
    say.add_argument('--seed', type=int, default=0)
    say.add_argument('--beams', type=int, default=3)
    say.add_argument('--candidates', type=int, default=1)
    say.add_argument('--length-penalty', type=float, help="default: the manifest's")
    say.add_argument('--limit', type=int)
    say.add_argument('--threads', type=int, default=2)
    say.set_defaults(run=caption)
    for name, count in (('score', score), ('people', people)):
        judge = commands.add_parser(name)
        judge.add_argument('predictions', type=Path)
        judge.add_argument('captions', type=Path)
        judge.set_defaults(run=judge_with(count))
    args = parser.parse_args()
    args.run(args)


if __name__ == '__main__':
    main()
