"""The photos as the training takes them: a new view of each, with its captions, boxes and soft targets changed along."""
import numpy as np
import torch

from crops import SMALLEST, view_of
from model import PAD, START

CAPTIONS = 5                # of each photo; they share one pass of the encoder
LONGEST = 20                # words seen in training; 3 % of the captions are longer


class Photos:
    """What the decoder is taught, photo by photo."""

    def __init__(self, folder, split, dataset):
        self.items, self.photos = dataset[split], np.load(folder / f'photos-{split}.npy', mmap_mode='r')     # uint8 [N, 224, 224, 3]
        self.smallest = SMALLEST                                                         # of a crop
        self.soft = None                                                                 # SoftTargets, in the distil phase
        index = {w: i for i, w in enumerate(dataset['vocabulary'])}
        self.mirror = np.arange(len(index))
        if 'left' in index and 'right' in index:
            self.mirror[[index['left'], index['right']]] = index['right'], index['left']

    def places(self, boxes, crop):
        """The share of each of the 14 x 14 places that lies inside any of the boxes: float32 [196]."""
        x1, y1, x2, y2, mirrored = crop
        outside, edges = np.ones((14, 14), np.float32), np.arange(15) / 14
        for a, b, c, d in boxes:
            a, c, b, d = (a - x1) / (x2 - x1), (c - x1) / (x2 - x1), (b - y1) / (y2 - y1), (d - y1) / (y2 - y1)
            if mirrored:
                a, c = 1 - c, 1 - a
            across, down = (np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], begin), 0, None) * 14 for begin, end in ((a, c), (b, d)))
            outside *= 1 - down[:, None] * across
        return 1 - outside.ravel()

    def batch(self, chosen, rng):
        """A new view of each -> pixels [B, 3, 224, 224], words [B, 5, T + 1] from <start> on, places [B, 5, T, 196] (all zero: no box),
        and the soft targets' ids and probabilities [B, 5, T, 16], or None."""
        views = [view_of(self.photos[i], rng, self.smallest) for i in chosen]
        words = np.zeros((len(chosen), CAPTIONS, LONGEST + 1), np.int64)
        places = np.zeros((len(chosen), CAPTIONS, LONGEST, 196), np.float32)
        soft = []
        for b, i in enumerate(chosen):
            item, crop = self.items[i], views[b][1]
            covered = {entity: self.places(boxes, crop) for entity, boxes in item['boxes'].items()}
            captions = item['captions']
            order = rng.permutation(len(captions)) if len(captions) >= CAPTIONS else rng.integers(len(captions), size=CAPTIONS)
            words[b, :, 0] = START
            if self.soft:
                likeliest, probability = self.soft.of(i, order[:CAPTIONS])
                soft.append((self.mirror[likeliest] if crop[4] else likeliest.astype(np.int64), probability.astype(np.float32)))
            for c, k in enumerate(order[:CAPTIONS]):
                ids = np.array(captions[k]['ids'][:LONGEST])
                words[b, c, 1:len(ids) + 1] = self.mirror[ids] if crop[4] else ids
                for t, entity in enumerate(captions[k]['phrases'][:LONGEST]):
                    if entity in covered:
                        places[b, c, t] = covered[entity]
        longest = int((words != PAD).sum(-1).max()) - 1
        soft = [torch.from_numpy(np.stack(part)[:, :, :longest]) for part in zip(*soft)] or None
        return np.stack([pixels for pixels, _ in views]), torch.from_numpy(words[:, :, :longest + 1]), torch.from_numpy(places[:, :, :longest]), soft
