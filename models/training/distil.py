"""What earlier checkpoints would say next in each training caption: soft targets for another round of fine-tuning.

Five people's words are few to learn a photo's language from; what a trained model holds possible in their place says more, and an
ensemble of them most (Hinton et al. 2015, arXiv 1503.02531; Furlanello et al. 2018, arXiv 1805.04770). The teachers see the whole
photo, once; the pupil sees its crops.
"""
import hashlib

import numpy as np
import torch

from crops import FROZEN_BLOCKS, normalize, session
from graphs import early_graph, late_graph
from model import PAD, START

LIKELIEST = 16              # words kept of each distribution; what is left is spread over all
PHOTOS = 25                 # at a time


class SoftTargets:
    """The teachers' distributions: ids uint16 and probabilities float16, each [captions, longest, 16], captions in the order of the photos.

    Each process writes its share to files of the run's folder, whose names hold a digest of the teachers: other teachers, other files.
    """

    def __init__(self, items, longest, checkpoints, folder, world):
        self.first = np.cumsum([0] + [len(item['captions']) for item in items])         # of each photo's captions
        self.longest, self.world = longest, world
        digest = hashlib.sha256(b''.join(hashlib.sha256(file.read_bytes()).digest() for file in checkpoints)).hexdigest()[:8]
        self.files = [[folder / f'soft-{digest}-{part}-{rank}-of-{world}.npy' for part in ('ids', 'probabilities')] for rank in range(world)]

    def of(self, photo, captions):
        """-> ids and probabilities [len(captions), longest, 16]."""
        rows = self.first[photo] + captions
        return self.ids[rows], self.probabilities[rows]

    def written(self):
        return all(file.exists() for files in self.files for file in files)

    @torch.no_grad()
    def write(self, photos, teachers, rank):
        """The share of the photos that is this process's: every world-th. teachers: models in eval mode."""
        early = session(early_graph(teachers[0].encoder, FROZEN_BLOCKS), 1)              # never trained: the same for all
        lates = [session(late_graph(teacher.encoder, FROZEN_BLOCKS), 1) for teacher in teachers]
        mine = range(rank, len(photos.items), self.world)
        ids, probabilities = [], []
        for first in range(0, len(mine), PHOTOS):
            chosen = list(mine[first:first + PHOTOS])
            captions = [torch.tensor([START, *caption['ids'][:self.longest]]) for i in chosen for caption in photos.items[i]['captions']]
            counts = [len(photos.items[i]['captions']) for i in chosen]
            words = torch.nn.utils.rnn.pad_sequence(captions, batch_first=True, padding_value=PAD)[:, :-1]
            halfway, = early.run(None, {'pixels': normalize(photos.photos[chosen])})
            probability = sum(self.ask(teacher, late, halfway, words, counts) for teacher, late in zip(teachers, lates)) / len(teachers)
            best = probability.topk(min(LIKELIEST, probability.shape[-1]))
            untaught = [(0, 0), (0, self.longest - words.shape[1]), (0, 0)]              # after the longest of these captions
            ids.append(np.pad(best.indices.numpy().astype(np.uint16), untaught))
            probabilities.append(np.pad(best.values.numpy().astype(np.float16), untaught))
            if rank == 0 and (first // PHOTOS) % 20 == 0:
                print(f'teachers: photo {chosen[0] + 1} of {len(photos.items)}', flush=True)
        for file, array in zip(self.files[rank], (ids, probabilities)):
            np.save(file, np.concatenate(array))

    def ask(self, teacher, late, halfway, words, counts):
        """-> probabilities [captions, T, vocabulary]."""
        values = teacher.grid(*(torch.from_numpy(x) for x in late.run(None, {'early': halfway})))
        rows = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
        soft = torch.zeros(len(rows), dtype=torch.bool)
        context, said, seen, _ = teacher.decoder(values[rows], words[:, None], soft)
        return teacher.decoder.logits(context, said, seen).softmax(-1)

    def read(self):
        """What the processes have written, together."""
        parts = [[np.load(file) for file in files] for files in self.files]
        shape = (self.first[-1], self.longest, parts[0][0].shape[-1])
        self.ids, self.probabilities = np.zeros(shape, np.uint16), np.zeros(shape, np.float16)
        for rank, (ids, probabilities) in enumerate(parts):
            rows = np.concatenate([np.arange(self.first[i], self.first[i + 1]) for i in range(rank, len(self.first) - 1, self.world)])
            self.ids[rows], self.probabilities[rows] = ids, probabilities
        return self
