"""METEOR (Denkowski and Lavie 2014) on token lists without its stems, synonyms and paraphrases: for the self-critical reward.

The parameters are those of METEOR 1.5 for English, which pycocoevalcap counts with; the score itself is taken with that (eval.py).
"""
ALPHA, BETA, GAMMA, DELTA = 0.85, 0.2, 0.6, 0.75        # weight of recall; of fragmentation, its exponent and most; of content words
FUNCTION_WORDS = frozenset('a an the of in on at by to from with into onto over under and or as while that which who is are was be being '
                           'has have his her its their it he she they them him this there up down out off'.split())


def align(hypothesis, reference):
    """Each word's place in the reference, or None; a word that goes on where the last one was matched is preferred there."""
    free = {}
    for place, word in enumerate(reference):
        free.setdefault(word, []).append(place)
    places, last = [], -2
    for word in hypothesis:
        left = free.get(word)
        place = None if not left else last + 1 if last + 1 in left else left[0]
        if place is not None:
            left.remove(place)
            last = place
        places.append(place)
    return places


def meteor(hypothesis, references, is_function):
    """hypothesis: tokens; references: token lists; is_function: token -> whether it is a function word. 0 to 1: the best reference counts."""
    return max(one(hypothesis, reference, is_function) for reference in references)


def one(hypothesis, reference, is_function):
    places = align(hypothesis, reference)
    weigh = lambda words: sum(1 - DELTA if is_function(w) else DELTA for w in words)
    matched = [place for place in places if place is not None]
    if not matched:
        return 0.0
    common = weigh(reference[place] for place in matched)
    precision, recall = common / weigh(hypothesis), common / weigh(reference)
    chunks = 1 + sum(b != a + 1 for a, b in zip(matched, matched[1:]))
    fragmentation = 0 if chunks == 1 and len(matched) == len(hypothesis) == len(reference) else chunks / len(matched)
    return (1 - GAMMA * fragmentation ** BETA) * precision * recall / (ALPHA * precision + (1 - ALPHA) * recall)
