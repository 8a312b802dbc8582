"""The confidence report: figures with bootstrap intervals, the diagrams, and the tables of what is told apart."""
import json
import os
from collections import defaultdict

import numpy as np

from card import card
from figures import reliability, risk_coverage
from heads import auroc
from names import name_list, said, there, tokens

BINS = 10
BOOTSTRAPS = 1000        # of photos, for the 95 % intervals


def calibration_error(confidence, right, bins=BINS):
    """Expected calibration error over equal-width bins."""
    b = np.minimum((confidence * bins).astype(int), bins - 1)
    return sum((b == k).mean() * abs(confidence[b == k].mean() - right[b == k].mean()) for k in range(bins) if (b == k).any())


def wrong_at(confidence, right, coverage):
    top = np.argsort(-confidence, kind='stable')[:int(round(coverage * len(right)))]
    return 1 - right[top].mean()


def interval(statistic, *arrays):
    """The statistic, and the 2.5 and 97.5 percentiles over resampled photos."""
    rng = np.random.default_rng(1)
    n = len(arrays[0])
    draws = [statistic(*(a[i] for a in arrays)) for i in (rng.integers(0, n, n) for _ in range(BOOTSTRAPS))]
    return [round(float(v), 4) for v in (statistic(*arrays), *np.percentile(draws, [2.5, 97.5]))]


GENDERED = {'man': 'm', 'men': 'm', 'boy': 'm', 'boys': 'm', 'guy': 'm', 'guys': 'm', 'male': 'm', 'woman': 'f', 'women': 'f', 'girl': 'f', 'girls': 'f', 'lady': 'f',
            'ladies': 'f', 'female': 'f'}
NEUTRAL = {'person', 'people', 'child', 'children', 'kid', 'kids', 'someone', 'baby', 'toddler', 'adult', 'adults', 'couple', 'group', 'crowd', 'team', 'family',
           'player', 'players', 'rider', 'riders', 'surfer', 'skier', 'climber', 'cyclist', 'biker', 'skateboarder', 'snowboarder', 'runner', 'swimmer'}


def genders(text):
    return {GENDERED[t] for t in tokens(text) if t in GENDERED}


def gender_guesses(dev, photos):
    """How often captions guess a gender, and how often the five people do not agree with the guess."""
    count = defaultdict(int)
    for file, candidates in zip(dev.files, dev.captions):
        said = genders(candidates[0]['text'])
        people = [genders(c) for c in photos[file]['captions']]
        neutral = [not g and bool(set(tokens(c)) & NEUTRAL) for g, c in zip(people, photos[file]['captions'])]
        count['captions'] += 1
        if not said:
            continue
        count['guessing'] += 1
        union = set().union(*people)
        contradicted = bool(union) and not said & union
        disagree = len(union) == 2 and not said == {'m', 'f'}
        count['nobody_says_it'] += not said & union
        count['contradicted'] += contradicted
        count['people_disagree'] += disagree
        count['somebody_stays_neutral'] += any(neutral)
        count['disagree_or_neutral'] += disagree or any(neutral) or contradicted
    return dict(count)


def write_report(a, report, parameters, dev, photos, right, confidence, passes, judge):
    threshold = parameters['threshold']
    alt = (confidence >= threshold) & passes
    report['auroc'] = interval(lambda c, r: auroc(c, r), confidence, right)
    report['ece'] = interval(calibration_error, confidence, right)
    report['wrong_all'] = interval(lambda r: 1 - r.mean(), right)
    report['wrong_half'] = interval(lambda c, r: wrong_at(c, r, 0.5), confidence, right)
    report['wrong_half_share'] = interval(lambda c, r: wrong_at(c, r, 0.5) / (1 - r.mean()), confidence, right)
    report['alt_coverage'] = round(float(alt.mean()), 4)
    report['alt_wrong'] = interval(lambda r: 1 - r.mean(), right[alt])
    report['passes'] = round(float(passes.mean()), 4)
    report['risk_coverage'] = [[round(c, 2), round(float(wrong_at(confidence, right, c)), 4)] for c in np.arange(0.05, 1.001, 0.05)]
    report['reliability'] = []
    b = np.minimum((confidence * BINS).astype(int), BINS - 1)
    for k in range(BINS):
        if (b == k).any():
            report['reliability'].append([k / BINS, int((b == k).sum()), round(float(confidence[b == k].mean()), 3), round(float(right[b == k].mean()), 3)])
    report['gender'] = gender_guesses(dev, photos)
    names = set(name_list(photos))
    report['human_wrong'] = float(np.mean([bool(set(said(p['captions'][0], names)) - there({'captions': p['captions'][1:]})) for p in photos.values()]))
    limit = parameters['notPhoto']['threshold']
    turned_away = lambda n, v: (n > np.log(limit / (1 - limit))) | (v > parameters['noveltyLimit'])
    sets = [name for name in ('np-test', 'far') if os.path.exists(os.path.join(a.collected, f'{name}.npz'))]
    for name in sets:
        c, conf, n, v, out = judge(name)
        kinds = [f.split('-')[0] for f in c.files] if name == 'np-test' else ['far'] * len(c.files)
        report[name] = {'unsure': round(float(1 - out.mean()), 4), 'pictures': len(out)}
        for kind in sorted(set(kinds)):
            k = np.array([x == kind for x in kinds])
            report[name][kind] = [int(k.sum()), round(float(1 - out[k].mean()), 4), round(float((n[k] > np.log(limit / (1 - limit))).mean()), 3),
                                  round(float((v[k] > parameters['noveltyLimit']).mean()), 3), round(float((conf[k] < threshold).mean()), 3)]
    _, conf, n, v, _ = judge('far') if 'far' in sets else (None, np.ones(0), np.ones(0), np.ones(0), None)
    report['thresholds'] = []
    for t in [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]:
        out = (confidence >= t) & passes
        report['thresholds'].append({'threshold': t, 'alt': float(out.mean()), 'wrong': float(1 - right[out].mean()), 'far': float(((conf >= t) & ~turned_away(n, v)).mean()) if len(n) else None})
    with open(f'{a.collected}/report.json', 'w') as file:
        json.dump(report, file, indent=1)
    print(json.dumps(report))
    if a.write:
        curve = [[float(c), *interval(lambda x, r, c=c: wrong_at(x, r, c), confidence, right)] for c in np.arange(0.05, 1.001, 0.05)]
        for name, text in (('CONFIDENCE.md', card(report, parameters)), ('reliability.svg', reliability(report['reliability'])),
                           ('risk-coverage.svg', risk_coverage(curve, report['wrong_all'][0] / 2))):
            with open(f'{a.pack}/{name}', 'w', encoding='utf8') as file:
                file.write(text)
