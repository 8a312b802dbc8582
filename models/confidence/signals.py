"""The signals of a caption; agrees with src/alt-text/confidence-signals.ts."""
import numpy as np

from names import fold, said

NAMES = ['logProbSum', 'logProbMean', 'logProbMin', 'nameLogProbSum', 'nameLogProbMin', 'words', 'names', 'beamAgreement', 'entropy',
         'support', 'supportMin', 'supportOdds', 'novelty']


def log_sigmoid(logit):
    return np.log(np.maximum(1e-6, 1 / (1 + np.exp(-logit))))


def odds(log_probability):
    """Log-odds, kept within +-9.2."""
    p = np.exp(log_probability)
    return float(np.log((p + 1e-4) / (1 - p + 1e-4)))


def beam_agreement(candidates, names):
    others = candidates[1:]
    if not names or not others:
        return 1.0
    weights = np.exp(np.array([c['logProb'] for c in others]) - max(c['logProb'] for c in others))
    has = [set(said(c['text'], set(names))) for c in others]
    return float(np.mean([sum(w for w, h in zip(weights, has) if name in h) / weights.sum() for name in names]))


def signals(candidates, support, coordinates):
    """candidates: of one photo, best first; support: {name: log-odds}; coordinates: along the principal directions -> vector like NAMES"""
    best = candidates[0]
    named = [l for word, l in zip(best['words'], best['logProbs']) if fold(word) in support]
    names = said(best['text'], support)
    logs = [log_sigmoid(support[name]) for name in names]
    least = lambda values: min(values) if len(values) else 0.0
    mean = lambda values: float(np.mean(values)) if len(values) else 0.0
    return np.array([best['logProb'], mean(best['logProbs']), least(best['logProbs']), sum(named), least(named), len(best['words']), len(names),
                     beam_agreement(candidates, names), mean(best['entropy']), sum(logs), least(logs), odds(sum(logs)), mean(np.square(coordinates))])
