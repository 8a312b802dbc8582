"""Writes what the SDK is held against: tests/golden/picture-statistics.json, what picture_statistics.py measures on pictures that a formula
gives, and tests/golden/confidence.json, the signals and the confidence of a made-up caption.
"""
import base64
import json
from pathlib import Path

import numpy as np

from heads import sigmoid
from names import FOLD
from picture_statistics import NAMES, statistics
from signals import NAMES as SIGNALS, signals

GOLDEN = Path(__file__).parents[2] / 'tests/golden'
HEIGHT, WIDTH = 24, 32
FEATURE, COMPONENTS = 6, 2


def pictures():
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(3), indexing='ij')
    made = {
        'waves': np.floor((np.sin(0.3 * x * (c + 1)) * np.cos(0.2 * y) + 1) * 127.5),
        'ramp': 40 + 3 * x + 2 * y + 5 * c,
        'noise': (x * 7919 + y * 104729 + c * 31 + x * y * 13) % 256,
        'flat': np.full((HEIGHT, WIDTH, 3), 250) - 100 * (c == 2),
        'black': np.zeros((HEIGHT, WIDTH, 3)),
    }
    return {'height': HEIGHT, 'width': WIDTH, 'statistics': {name: dict(zip(NAMES, map(float, statistics(p)))) for name, p in made.items()}}


def candidate(rng, text):
    """As collect.py spells one, with the attention that its entropy is of."""
    words = text.split()
    attention = rng.dirichlet(np.full(9, 0.4), len(words)).astype(np.float32).astype(float)
    log_probs = np.log(rng.uniform(0.1, 0.9, len(words)))
    return {'text': text, 'words': words, 'logProbs': log_probs.tolist(), 'logProb': float(log_probs.sum() - 0.3), 'attention': attention.tolist(),
            'entropy': (-(attention * np.log(np.maximum(attention, 1e-30))).sum(1) / np.log(9)).tolist()}


def confidence():
    rng = np.random.default_rng(0)
    names = ['dog', 'grass', 'person', 'ocean']
    weights, feature = rng.integers(-127, 128, (len(names) + COMPONENTS + 1, FEATURE)).astype(np.int8), rng.normal(size=FEATURE).astype(np.float32)
    scales, biases = rng.uniform(0.002, 0.01, len(weights)).round(5), rng.normal(size=len(weights)).round(3)
    model = {'bias': 0.4, 'weights': dict(zip(SIGNALS, rng.normal(0, 0.2, len(SIGNALS)).round(3)))}
    outputs = (weights.astype(float) @ feature) * scales + biases
    cases = []
    for texts in (['two puppies run with a man on the lawn', 'two dogs run through the field', 'a woman swims'], ['a red car'], ['the waves of the sea', 'a person']):
        candidates = [candidate(rng, text) for text in texts]
        values = signals(candidates, dict(zip(names, outputs)), outputs[len(names):len(names) + COMPONENTS])
        score = model['bias'] + sum(model['weights'][s] * v for s, v in zip(SIGNALS, values))
        cases.append({'candidates': candidates, 'signals': dict(zip(SIGNALS, map(float, values))), 'confidence': float(sigmoid(score))})
    parameters = {
        'formatVersion': 1, 'decode': {'beams': 3, 'candidates': 3}, 'names': names, 'fold': {k: v for k, v in FOLD.items() if v in names},
        'heads': {'width': FEATURE, 'components': COMPONENTS, 'weights': base64.b64encode(weights.tobytes()).decode(), 'scales': scales.tolist(), 'biases': biases.tolist()},
        'confidence': model, 'notPhoto': {'bias': -20, 'weights': {}, 'threshold': 0.5}, 'noveltyLimit': 1000, 'threshold': 0.5}
    return {'parameters': parameters, 'feature': feature.tolist(), 'cases': cases}


if __name__ == '__main__':
    for name, golden in (('picture-statistics', pictures()), ('confidence', confidence())):
        (GOLDEN / f'{name}.json').write_text(json.dumps(golden, indent=1) + '\n')
