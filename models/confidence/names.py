"""The rule by which a caption names something wrongly.

A name is a word that heads at least 5 annotated phrases of kind people, animals, vehicles, instruments, clothing or other in the dev
file (its last word). A caption is wrong if it has a name that none of the photo's five human captions has. Coarse synonyms count as one.
"""
import json
import re
from collections import Counter

KINDS = {'people', 'animals', 'vehicles', 'instruments', 'other', 'clothing'}
PERSON = ('man woman boy girl child kid person people men women children lady guy toddler baby player rider someone adult teenager female '
          'male skier surfer skateboarder biker cyclist climber runner swimmer hiker snowboarder couple group crowd team family').split()
FOLD = {**dict.fromkeys(PERSON, 'person'), 'puppy': 'dog', 'bicycle': 'bike', 'motorbike': 'motorcycle', 'automobile': 'car', 'soccer': 'ball',
        'football': 'ball', 'hill': 'mountain', 'cliff': 'rock', 'stone': 'rock', 'road': 'street', 'sidewalk': 'street',
        **dict.fromkeys('sea wave water pool lake river beach'.split(), 'ocean'), **dict.fromkeys('field lawn yard'.split(), 'grass'),
        **dict.fromkeys('shirt jacket outfit uniform dress sweater coat'.split(), 'clothes')}
LEAST = 5


def tokens(text):
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace('-', ' '))


def singular(word):
    return word[:-1] if word.endswith('s') and len(word) > 3 and not word.endswith('ss') else word


def fold(word):
    return FOLD.get(singular(word), FOLD.get(word, singular(word)))


def read_captions(path):
    """-> {image: line of the file}"""
    with open(path, encoding='utf8') as lines:
        return {d['image']: d for d in map(json.loads, lines)}


def name_list(photos):
    heads = Counter()
    for photo in photos.values():
        for grounded in photo['grounded']:
            for phrase in grounded['phrases']:
                words = tokens(grounded['text'][phrase['start']:phrase['end']])
                if set(phrase['types']) & KINDS and words:
                    heads[fold(words[-1])] += 1
    return sorted(name for name, n in heads.items() if n >= LEAST)


def said(text, names):
    """Names in a text, each once, in order."""
    return list(dict.fromkeys(name for name in map(fold, tokens(text)) if name in names))


def there(photo):
    """Everything that a photo's human captions say, folded."""
    return {fold(word) for caption in photo['captions'] for word in tokens(caption)}
