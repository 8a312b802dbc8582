"""ROUGE-L (Lin 2004) on token lists, as pycocoevalcap counts it: for the self-critical reward."""
from collections import defaultdict

BETA = 1.2                  # recall counts more than precision


def common_subsequence(a, b):
    """Length of the longest common subsequence, a row of the table at once in the bits of an integer (Hyyrö 2004)."""
    places = defaultdict(int)
    for i, token in enumerate(a):
        places[token] |= 1 << i
    whole = (1 << len(a)) - 1
    row = whole
    for token in b:
        matched = row & places[token]
        row = (row + matched | row - matched) & whole
    return len(a) - row.bit_count()


def rouge_l(hypothesis, references):
    """hypothesis: tokens; references: token lists. 0 to 1."""
    lengths = [common_subsequence(hypothesis, r) for r in references]
    precision, recall = max(lengths) / max(1, len(hypothesis)), max(n / len(r) for n, r in zip(lengths, references))
    return (1 + BETA ** 2) * precision * recall / (recall + BETA ** 2 * precision) if precision and recall else 0.0
