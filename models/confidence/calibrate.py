"""Fits how sure a model's captions are, reports it on dev photos that each fit has not seen, and writes it into the pack's manifest.

  python calibrate.py --pack models/flickr8k-lite2 --train CAPTIONS --dev CAPTIONS --collected DIR [--write]

DIR or the folder that it lies in holds what collect.py made of that pack: dev.npz, train.npz, np-train.npz, np-test.npz, far.npz, roundtrip.npz (see
README.md). With --heads FILE only the heads are fitted, from train.npz, np-train.npz and roundtrip.npz, and written there: where the search holds names
back (`restraint`), the captions can be made only then.
Writes DIR/report.json; with --write the manifest's `confidence`, CONFIDENCE.md and its figures into the pack.
"""
import argparse
import base64
import json
import os
from dataclasses import dataclass

import numpy as np

import names as rule
from heads import auroc, logistic, principal_directions, quantise, sigmoid, standardise
from picture_statistics import NAMES as STATISTICS
from report import write_report
from signals import NAMES as SIGNALS, signals

LEAST_EXAMPLES = 20     # training photos that show a name before its presence is learned
PRESENCE_L2 = 0.03      # on standardised features; chosen by log-loss on dev
COMPONENTS = 128        # principal directions of the novelty
FOLDS = 5
SIGNAL_L2 = 0.001
NOT_PHOTO_L2 = 0.001
USED = ['logProbSum', 'logProbMean', 'logProbMin', 'nameLogProbSum', 'words', 'names', 'beamAgreement', 'entropy', 'support', 'supportMin', 'supportOdds', 'novelty']
COVERAGE = 0.53         # share of dev photos that get an alt at the default threshold, the filters counted in
FAMILIAR = 0.955        # share of dev photos that must pass the novelty filter
PHOTO = 0.985           # and that must pass for photos


@dataclass
class Collected:
    files: list
    features: np.ndarray
    statistics: np.ndarray
    captions: list

    @staticmethod
    def read(path):
        z = np.load(path)
        text = str(z['captions'])
        return Collected([os.path.basename(f) for f in z['files']], z['features'].astype(np.float64), z['statistics'].astype(np.float64), json.loads(text) if text else None)


def find(folder, name):
    own = os.path.join(folder, f'{name}.npz')
    return own if os.path.exists(own) else os.path.join(folder, '..', f'{name}.npz')


def fit_heads(train, labels, notphotos, photos):
    """-> rows [R, D], biases [R] (names, principal directions, "no photo"), and the weights and bias of the pixel statistics."""
    mean, std = standardise(train.features)
    w, b = logistic((train.features - mean) / std, labels, PRESENCE_L2, rounds=40, precision=np.float32)
    rows, biases = (w / std[:, None]).T, b - (mean / std) @ w
    directions, offsets = principal_directions(train.features, COMPONENTS)

    features = np.vstack([train.features, photos.features, notphotos.features])
    measures = np.vstack([train.statistics, photos.statistics, notphotos.statistics])
    is_not = np.r_[np.zeros(len(train.features) + len(photos.features)), np.ones(len(notphotos.features))]
    fm, fs = standardise(features)
    sm, ss = standardise(measures)
    x = np.hstack([(features - fm) / fs, (measures - sm) / ss])
    w, b = logistic(x, is_not, NOT_PHOTO_L2, weight=np.where(is_not == 1, 0.5 / is_not.mean(), 0.5 / (1 - is_not.mean())), rounds=150, precision=np.float32)
    wf, wm = w[:features.shape[1], 0], w[features.shape[1]:, 0]
    head, picture = wf / fs, wm / ss
    all_rows = np.vstack([rows, directions, head])
    return all_rows, np.r_[biases, offsets, -(fm / fs) @ wf], picture, float(b[0] - (sm / ss) @ wm)


def rounded(rows, biases, features):
    """int8 rows; the biases take up what rounding shifts at the mean feature."""
    q, scales = quantise(rows)
    shift = (rows - q * scales[:, None]) @ features.mean(0)
    return q, scales, biases + shift


def apply(q, scales, biases, features):
    return (features @ q.T) * scales + biases


def signal_table(collected, outputs, names):
    n = len(names)
    return np.array([signals(c, dict(zip(names, o[:n])), o[n:n + COMPONENTS]) for c, o in zip(collected.captions, outputs)])


def wrong_names(collected, photos, names):
    return np.array([bool(set(rule.said(c[0]['text'], names)) - rule.there(photos[f])) for c, f in zip(collected.captions, collected.files)])


def fit_confidence(table, right):
    mean, std = standardise(table)
    w, b = logistic((table - mean) / std, right.astype(float), SIGNAL_L2)
    return w[:, 0] / std, float(b[0] - (mean / std) @ w[:, 0])


def main():
    parser = argparse.ArgumentParser()
    for name in ('pack', 'train', 'dev', 'collected'):
        parser.add_argument(f'--{name}', required=True)
    parser.add_argument('--write', action='store_true')
    parser.add_argument('--heads')
    a = parser.parse_args()
    train_photos, dev_photos = rule.read_captions(a.train), rule.read_captions(a.dev)
    read = lambda name: Collected.read(find(a.collected, name))
    train, notphoto, photos = read('train'), read('np-train'), read('roundtrip')

    all_names = rule.name_list(dev_photos)
    present = [rule.there(train_photos[f]) for f in train.files]
    names = [n for n in all_names if sum(n in p for p in present) >= LEAST_EXAMPLES]
    labels = np.array([[n in p for n in names] for p in present], float)
    rows, biases, picture, picture_bias = fit_heads(train, labels, notphoto, photos)
    q, scales, biases = rounded(rows, biases, train.features)
    heads = {'names': names, 'fold': {k: v for k, v in rule.FOLD.items() if v in names},
             'heads': {'width': int(q.shape[1]), 'components': COMPONENTS, 'weights': base64.b64encode(q.tobytes()).decode(),
                       'scales': [float(f'{s:.6g}') for s in scales], 'biases': [float(f'{v:.6g}') for v in biases]}}
    if a.heads:
        with open(a.heads, 'w', encoding='utf8') as file:
            json.dump(heads, file)
        return

    dev = read('dev')
    outputs = apply(q, scales, biases, dev.features)
    table = signal_table(dev, outputs, names)
    used = [SIGNALS.index(s) for s in USED]
    right = ~wrong_names(dev, dev_photos, set(all_names))
    order = np.random.default_rng(0).permutation(len(right))
    fold = np.empty(len(right), int)
    fold[order] = np.arange(len(right)) % FOLDS
    confidence = np.empty(len(right))
    for k in range(FOLDS):
        w, b = fit_confidence(table[fold != k][:, used], right[fold != k])
        confidence[fold == k] = sigmoid(table[fold == k][:, used] @ w + b)
    w, b = fit_confidence(table[:, used], right)

    not_photo = lambda c, o: o[:, -1] + c.statistics @ picture + picture_bias
    novelty = lambda o: np.square(o[:, len(names):len(names) + COMPONENTS]).mean(1)
    dev_not, dev_novelty = not_photo(dev, outputs), novelty(outputs)
    not_limit = float(np.quantile(dev_not, PHOTO))
    novelty_limit = float(np.quantile(dev_novelty, FAMILIAR))
    passes = (dev_not <= not_limit) & (dev_novelty <= novelty_limit)
    threshold = float(np.floor(1000 * np.sort(np.where(passes, confidence, -1))[-int(np.ceil(COVERAGE * len(right)))]) / 1000)

    parameters = {
        'formatVersion': 1, 'decode': {'beams': 3, 'candidates': 3}, **heads,
        'confidence': {'bias': round(b, 6), 'weights': {s: round(float(v), 6) for s, v in zip(USED, w)}},
        'notPhoto': {'bias': round(picture_bias, 6), 'weights': {s: round(float(v), 6) for s, v in zip(STATISTICS, picture)},
                     'threshold': round(float(sigmoid(not_limit)), 6)},
        'noveltyLimit': round(novelty_limit, 4), 'threshold': threshold}

    def judge(name):
        c = read(name)
        o = apply(q, scales, biases, c.features)
        t = signal_table(c, o, names)[:, used]
        conf = sigmoid(t @ w + b)
        n, v = not_photo(c, o), novelty(o)
        alt = (conf >= threshold) & (n <= not_limit) & (v <= novelty_limit)
        return c, conf, n, v, alt

    report = {'names': len(names), 'bytes': len(json.dumps(parameters)), 'threshold': threshold, 'signals': {}}
    for s in range(len(SIGNALS)):
        report['signals'][SIGNALS[s]] = round(float(max(auroc(table[:, s], right), 1 - auroc(table[:, s], right))), 3)
    write_report(a, report, parameters, dev, dev_photos, right, confidence, passes, judge)
    if a.write:
        path = f'{a.pack}/manifest.json'
        with open(path, encoding='utf8') as file:
            manifest = json.load(file)
        manifest['confidence'] = parameters
        with open(path, 'w', encoding='utf8') as file:
            file.write(json.dumps(manifest, indent=1) + '\n')


if __name__ == '__main__':
    main()
