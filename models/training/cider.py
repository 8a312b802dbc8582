"""CIDEr-D (arXiv 1411.5726) on token lists, as pycocoevalcap counts it: for the score and for the self-critical reward."""
import math
from collections import Counter

SIGMA = 6.0


def ngrams(tokens):
    return [Counter(tuple(tokens[i:i + n]) for i in range(len(tokens) - n + 1)) for n in (1, 2, 3, 4)]


class Cider:
    def __init__(self, references):
        """references: a list a photo of token lists; they give the document frequencies."""
        self.seen = Counter(g for photo in references for g in {g for r in photo for counts in ngrams(r) for g in counts})
        self.log_photos = math.log(max(len(references), 2))

    def vector(self, tokens):
        weights = [{g: c * (self.log_photos - math.log(max(1, self.seen[g]))) for g, c in counts.items()} for counts in ngrams(tokens)]
        return weights, [math.sqrt(sum(w * w for w in x.values())) for x in weights], len(tokens)

    def score(self, hypothesis, vectors):
        """hypothesis: tokens; vectors: those of the photo's references. About 0 to 10, 1 = the usual 100."""
        weights, norms, length = self.vector(hypothesis)
        total = 0.0
        for other, other_norms, other_length in vectors:
            penalty = math.exp(-(length - other_length) ** 2 / (2 * SIGMA ** 2))
            for n in range(4):
                if norms[n] and other_norms[n]:
                    dot = sum(min(w, other[n].get(g, 0)) * other[n].get(g, 0) for g, w in weights[n].items())
                    total += dot / (norms[n] * other_norms[n]) * penalty
        return 10 * total / 4 / len(vectors)


def corpus_cider(hypotheses, references):
    cider = Cider(references)
    return [cider.score(h, [cider.vector(r) for r in refs]) for h, refs in zip(hypotheses, references)]
