"""Takes channels out of the encoder that the rest can stand in for, and fits the projections again.

Which: those without which a block's output can be had again best by least squares (He et al. 2017, arXiv 1707.06168), one after the
other; of all blocks those first that save most time in a browser for what they cost. Then block after block the projection is fitted
to what the whole encoder gave, from what the narrower one sees, so that errors do not pile up.
"""
import math

import numpy as np
import torch
import torch.nn.functional as F

from crops import normalize

PHOTOS, BATCH = 400, 20
PLACES = 64                 # of each map: neighbours say much the same
RIDGE = 1e-5                # of the channels' mean square
POINTWISE, DEPTHWISE = 18e9, 2.5e9      # operations a second of onnxruntime-web on one thread (docs/performance.md)
MULTIPLE = 8                # a block keeps a multiple of this,
LEAST = 0.4                 # and at least this share of its channels


def rows(maps, places):
    """Maps [B, C, H, W] -> float64 [B * places, C]."""
    return maps.flatten(2)[:, :, places].transpose(1, 2).flatten(0, 1).double()


class Sums:
    """What least squares needs to know of a block: channels [C] and outputs [O], summed up over places."""

    def __init__(self):
        self.channels = self.both = self.squares = self.outputs = self.count = 0

    def add(self, channels, outputs):
        channels = torch.cat([channels, torch.ones(len(channels), 1, dtype=channels.dtype)], 1)     # the last stands for the bias
        self.channels, self.both = self.channels + channels.T @ channels, self.both + channels.T @ outputs
        self.squares, self.outputs, self.count = self.squares + (outputs ** 2).sum(0), self.outputs + outputs.sum(0), self.count + len(outputs)

    def variance(self):
        return (self.squares / self.count - (self.outputs / self.count) ** 2).sum().item()

    def moments(self):
        moments = self.channels / self.count                                            # [C + 1, C + 1]
        return moments + RIDGE * moments.diagonal()[:-1].mean() * torch.eye(len(moments), dtype=moments.dtype)

    def fit(self):
        """-> weights [O, C] and bias [O]"""
        solution = torch.linalg.solve(self.moments(), self.both / self.count).T
        return solution[:, :-1], solution[:, -1]


def elimination(moments, weights, least):
    """The order in which channels are best taken out until `least` are left, and the square error that each adds, the rest being fitted again.

    moments [C + 1, C + 1] of the channels and a constant; weights [O, C]. Without channel j the error is |w_j|^2 / P_jj more, P being the
    inverse of the moments; then both are those of what is left.
    """
    inverse, weights = torch.linalg.inv(moments), F.pad(weights, (0, 1))
    gone = torch.zeros(len(moments), dtype=torch.bool)
    gone[-1] = True                                                                     # the constant stays
    order, errors = [], []
    while len(order) < len(moments) - 1 - least:
        error = ((weights ** 2).sum(0) / inverse.diagonal()).masked_fill(gone, torch.inf)
        j = error.argmin().item()
        order.append(j)
        errors.append(error[j].item())
        gone[j] = True
        row = inverse[j] / inverse[j, j]
        weights = weights - torch.outer(weights[:, j], row)
        inverse -= torch.outer(inverse[:, j].clone(), row)
        inverse[j, j] = 1
    return order, errors


def seconds(block, side):
    """What one channel of a block costs on a map of this side."""
    after = side // block.depthwise.stride[0]
    before = side * side * block.expand.in_channels if block.expand is not None else 0
    return 2 * ((before + after * after * block.project.out_channels) / POINTWISE + (after * block.depthwise.kernel_size[0]) ** 2 / DEPTHWISE)


def shares(widths, times, errors, share):
    """How many channels each block keeps, so that `share` of the time is left: where all blocks pay the same price for a second."""
    total = sum(width * time for width, time in zip(widths, times))
    paid = [np.concatenate([[0], np.cumsum(e)]) for e in errors]

    def kept(price):
        cheapest = [int((p - price * time * np.arange(len(p))).argmin()) for p, time in zip(paid, times)]
        return [min(width, MULTIPLE * math.ceil((width - n) / MULTIPLE)) for width, n in zip(widths, cheapest)]

    low, high = 1e-6, 1e6
    for _ in range(60):
        price = math.sqrt(low * high)
        left = sum(n * time for n, time in zip(kept(price), times)) / total
        low, high = (price, high) if left > share else (low, price)
    return kept(high)


def take(block, before, kept):
    """Leaves the channels `kept`; before: the convolution that makes them."""
    for layer in (before, block.depthwise):
        layer.weight.data, layer.bias.data, layer.out_channels = layer.weight.data[kept], layer.bias.data[kept], len(kept)
    block.depthwise.groups = block.depthwise.in_channels = block.project.in_channels = len(kept)


@torch.no_grad()
def prune(model, photos, share):
    """Makes the model's encoder narrower in place, until about `share` of its time in a browser is left. photos: uint8 [N, 224, 224, 3]."""
    encoder, rng = model.encoder, np.random.default_rng(1)
    chosen = rng.permutation(len(photos))[:PHOTOS]
    batches = np.array_split(chosen, math.ceil(len(chosen) / BATCH))
    stems = [F.relu6(encoder.stem(torch.from_numpy(normalize(photos[np.sort(batch)])))) for batch in batches]
    maps, outputs, places, variances, orders, errors, times = stems, [], [], [], [], [], []
    for block in encoder.blocks:
        times.append(seconds(block, maps[0].shape[-1]))
        outputs.append([block(x) for x in maps])
        places.append(torch.from_numpy(rng.permutation(outputs[-1][0][0, 0].numel())[:PLACES]))
        sums = Sums()
        for x, y in zip(maps, outputs[-1]):
            sums.add(rows(block.middle(x), places[-1]), rows(y, places[-1]))
        variances.append(sums.variance())
        least = max(MULTIPLE, int(LEAST * block.project.in_channels))
        order, error = elimination(sums.moments(), block.project.weight[:, :, 0, 0].double(), least)
        orders.append(order)
        errors.append([e / variances[-1] for e in error])
        maps = outputs[-1]
    widths = encoder.expanded
    keep, maps = shares(widths, times, errors, share), stems
    for i, block in enumerate(encoder.blocks):
        kept = torch.tensor(sorted(set(range(widths[i])) - set(orders[i][:widths[i] - keep[i]])))
        take(block, encoder.stem if block.expand is None else block.expand, kept)
        if block.expand is None:
            maps = [x[:, kept] for x in maps]
        sums = Sums()
        for x, y in zip(maps, outputs[i]):
            sums.add(rows(block.middle(x), places[i]), rows(y - x if block.residual else y, places[i]))
        weights, bias = sums.fit()
        block.project.weight.data, block.project.bias.data = weights.float()[:, :, None, None], bias.float()
        maps = [block(x) for x in maps]
        lost = sum((rows(x, places[i]) - rows(y, places[i])).pow(2).sum().item() for x, y in zip(maps, outputs[i])) / sums.count / variances[i]
        print(f'block {i}: {keep[i]} of {widths[i]} channels, {100 * lost:.1f} % of the variance lost', flush=True)
        outputs[i] = None
    before, after = (sum(n * time for n, time in zip(widths, times)) for widths in (widths, keep))
    print(f'{100 * after / before:.0f} % of the time is left', flush=True)
