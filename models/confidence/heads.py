"""Linear heads over a photo's mean feature, and logistic models, fitted in numpy by L-BFGS."""
import os

os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


def logistic(x, y, l2, weight=None, rounds=300, precision=np.float64):
    """L2-regularised logistic regression by L-BFGS; x [N, D], y [N] or [N, K] (a model a column) -> w [D, K], b [K].

    l2 is on the scale of the mean loss; the bias is free. weight: [N], mean 1.
    """
    y = y.reshape(len(y), -1).astype(precision)
    x = np.ascontiguousarray(x, precision)
    weight = np.ones(len(x), precision) if weight is None else (weight / weight.mean()).astype(precision)
    n, d = x.shape
    k = y.shape[1]
    rate = np.clip((weight[:, None] * y).mean(0), 1e-4, 1 - 1e-4)
    theta = np.zeros((d + 1, k), precision)
    theta[d] = np.log(rate / (1 - rate))

    def loss(t):
        z = x @ t[:d] + t[d]
        e = np.exp(-abs(z))
        value = float((weight[:, None] * (np.maximum(z, 0) + np.log1p(e) - y * z)).sum(dtype=np.float64)) / n + 0.5 * l2 * (t[:d] ** 2).sum()
        residual = weight[:, None] * (np.where(z >= 0, 1, e) / (1 + e) - y) / n
        return value, np.vstack([x.T @ residual + l2 * t[:d], residual.sum(0)])

    pairs, (value, gradient) = [], loss(theta)
    for _ in range(rounds):
        q, alphas = gradient.copy(), []
        for s, g, rho in reversed(pairs):
            alphas.append(rho * (s * q).sum()); q -= alphas[-1] * g
        if pairs:
            s, g, _ = pairs[-1]; q *= (s * g).sum() / (g * g).sum()
        for (s, g, rho), alpha in zip(pairs, reversed(alphas)):
            q += s * (alpha - rho * (g * q).sum())
        step, slope = 1.0, (gradient * q).sum()
        while True:
            trial = theta - step * q
            new, new_gradient = loss(trial)
            if new <= value - 1e-4 * step * slope or step < 1e-10:
                break
            step /= 2
        s, g = trial - theta, new_gradient - gradient
        if (s * g).sum() > 1e-14:
            pairs = (pairs + [(s, g, 1 / (s * g).sum())])[-10:]
        done = abs(value - new) < 1e-9 * max(1, abs(value))
        theta, value, gradient = trial, new, new_gradient
        if done:
            break
    return theta[:d], theta[d]


def standardise(x):
    mean, std = x.mean(0), x.std(0)
    return mean, np.where(std < 1e-6, 1, std)


def principal_directions(x, components):
    """-> rows [components, D] and biases such that row @ x + bias has mean 0 and variance 1 over x."""
    mean = x.mean(0)
    values, vectors = np.linalg.eigh(np.cov((x - mean).T.astype(np.float64)))
    order = np.argsort(-values)[:components]
    rows = (vectors[:, order] / np.sqrt(np.maximum(values[order], 1e-12))).T
    return rows, -rows @ mean


def quantise(rows):
    """float [R, D] -> int8 and a scale a row."""
    scales = np.maximum(abs(rows).max(1) / 127, 1e-12)
    return np.clip(np.rint(rows / scales[:, None]), -127, 127).astype(np.int8), scales


def auroc(score, positive):
    """Probability that a positive scores above a negative; ties count half."""
    values, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n = positive.sum()
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(score) - n)))
