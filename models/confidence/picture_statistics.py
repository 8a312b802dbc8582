"""Measures of a picture; agrees with worker/numerics/picture-statistics.ts."""
import numpy as np

NAMES = ['brightness', 'contrast', 'variation', 'rampResidual', 'flatness', 'dominance', 'colourEntropy', 'smoothness',
         'grain', 'saturation', 'white', 'black']

def polynomials(n):
    """Orthonormal polynomials of degree 0 to 2 on n points -> [3, n]."""
    x = (2 * np.arange(n) + 1) / n - 1
    q = []
    for degree in range(3):
        p = x ** degree
        for e in q:
            p = p - (p @ e) * e
        q.append(p / (np.linalg.norm(p) or 1))
    return np.array(q)

def statistics(rgb):
    """rgb: [height, width, 3], 0 to 255 -> measures in the order of NAMES."""
    x = rgb.astype(np.float64)
    h, w, _ = x.shape
    y = x @ [0.299, 0.587, 0.114]
    bins = np.clip(np.floor(x / 16), 0, 15).astype(int)
    share = np.bincount((bins[..., 0] << 8 | bins[..., 1] << 4 | bins[..., 2]).ravel(), minlength=4096) / (h * w)
    used = share[share > 0]
    coef = np.einsum('dy,yxc,ax->dac', polynomials(h), x, polynomials(w))
    ramp = sum((coef[d, a] ** 2).sum() for d in range(3) for a in range(3 - d))
    total = (x ** 2).sum()
    distance = lambda explained: np.sqrt(max(0, total - explained) / (3 * h * w))
    step = np.maximum(abs(np.diff(x, axis=1))[:-1].max(-1), abs(np.diff(x, axis=0))[:, :-1].max(-1))
    z = y - y.mean()
    here, right, below = z[:-1, :-1], z[:-1, 1:], z[1:, :-1]
    square = (here ** 2 + 0.5 * (right ** 2 + below ** 2)).sum()
    lap = abs(z[:-2, 1:-1] + z[2:, 1:-1] + z[1:-1, :-2] + z[1:-1, 2:] - 4 * z[1:-1, 1:-1])
    return np.array([y.mean(), y.std(), distance((coef[0, 0] ** 2).sum()), distance(ramp), (step <= 3).mean(), share.max(),
                     -(used * np.log2(used)).sum(), (here * (right + below)).sum() / square if square > 1e-6 * h * w else 0.,
                     lap.mean(), (x.max(-1) - x.min(-1)).mean(), (x.min(-1) >= 240).mean(), (x.max(-1) <= 16).mean()])
