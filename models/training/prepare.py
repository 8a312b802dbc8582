"""Photos and captions -> the arrays that train.py reads.

  python prepare.py --flickr8k DIR --out CACHE            Flickr8k with the boxes of Flickr30k Entities
  python prepare.py --images DIR --captions FILE --out CACHE     your own photos; FILE is CSV, JSON or JSON lines

CSV: columns `image,caption`, a row a caption. JSON: a list of {"image": "a.jpg", "captions": ["...", ...]}; JSON lines: one of those a
line. `grounded` and `boxes` (see README.md) are optional: where they are missing, attention learns from the words alone.

CACHE gets photos-train.npy and photos-dev.npy (uint8 [N, 224, 224, 3]) and dataset.json (vocabulary, token ids, boxes).
"""
import argparse, csv, json, random, re, tarfile
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

SIZE = 224                  # pixels a side: 14 x 14 places of 16 pixels
MIN_COUNT = 4               # rarer words are never said: too few examples to learn one from
MAX_WORDS = 23              # longer captions are cut, and then teach no <end>
SPECIAL = ['<pad>', '<start>', '<end>', '<unk>']
PAD, START, END, UNKNOWN = range(4)


def tokenize(text):
    """Lower case, no punctuation, hyphens split; the same rule everywhere: [(word, start, end), ...]."""
    return [(m[0], m.start(), m.end()) for m in re.finditer(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace('-', ' '))]


def words(text):
    return [t[0] for t in tokenize(text)]


def read_photo(file):
    """Any image file -> uint8 [224, 224, 3]. The whole photo is squashed, as the SDK does it (Pillow's bicubic, antialiased)."""
    with Image.open(file) as image:
        image = ImageOps.exif_transpose(image).convert('RGB')
        if image.size != (SIZE, SIZE):
            image = image.resize((SIZE, SIZE), Image.BICUBIC)
        return np.asarray(image)


def read_captions(file):
    """-> [{"image": name, "captions": [...], maybe "grounded", maybe "boxes"}, ...]"""
    if file.suffix == '.csv':
        photos = {}
        for row in csv.DictReader(file.open(encoding='utf8', newline='')):
            photos.setdefault(row['image'], []).append(row['caption'])
        return [{'image': name, 'captions': captions} for name, captions in photos.items()]
    text = file.read_text(encoding='utf8')
    return json.loads(text) if text.lstrip().startswith('[') else [json.loads(line) for line in text.splitlines() if line.strip()]


def phrase_of_each_word(caption, grounded):
    """The entity (or None) of the annotated phrase that each word of a caption belongs to."""
    spoken = words(caption)
    for item in grounded:
        tokens = tokenize(item['text'])
        if [t[0] for t in tokens] == spoken:
            return [next((p['entity'] for p in item['phrases'] if p['start'] <= start and end <= p['end']), None) for _, start, end in tokens]
    return [None] * len(spoken)


def encode(words_, index):
    ids = [index.get(w, UNKNOWN) for w in words_]
    return ids[:MAX_WORDS] if len(ids) > MAX_WORDS else ids + [END]


def encode_photo(photo, index):
    captions = []
    for text in photo['captions']:
        ids = encode(words(text), index)
        phrases = phrase_of_each_word(text, photo.get('grounded', []))
        captions.append({'ids': ids, 'phrases': (phrases + [None])[:len(ids)]})
    return {'image': photo['image'], 'captions': captions, 'boxes': photo.get('boxes', {})}


def save_photos(photos, read, file):
    array = np.lib.format.open_memmap(file, 'w+', np.uint8, (len(photos), SIZE, SIZE, 3))
    for i, photo in enumerate(photos):
        array[i] = read(photo['image'])
        if i % 500 == 499 or i + 1 == len(photos):
            print(f'\r{file.name}: {i + 1} of {len(photos)}', end='', flush=True)
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--flickr8k', type=Path, help='folder with captions-train.jsonl, captions-dev.jsonl, images-*.tar and extra-captions.txt')
    parser.add_argument('--images', type=Path, help='folder of photos, any size')
    parser.add_argument('--captions', type=Path, help='CSV, JSON or JSON lines')
    parser.add_argument('--text', type=Path, help='further sentences without photos, one a line')
    parser.add_argument('--min-count', type=int, default=MIN_COUNT)
    parser.add_argument('--out', type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.flickr8k:
        split = {s: read_captions(args.flickr8k / f'captions-{s}.jsonl') for s in ('train', 'dev')}
        archive = {m.name.split('/')[-1]: (tar, m) for s in split for tar in [tarfile.open(args.flickr8k / f'images-{s}.tar')] for m in tar if m.isfile()}
        read = lambda name: read_photo(archive[name][0].extractfile(archive[name][1]))
        args.text = args.text or args.flickr8k / 'extra-captions.txt'
    else:
        photos = read_captions(args.captions)
        random.Random(1).shuffle(photos)
        held_out = max(1, len(photos) // 7)     # as many as Flickr8k holds out
        split = {'dev': photos[:held_out], 'train': photos[held_out:]}
        read = lambda name: read_photo(args.images / name)
    counts = Counter(w for photo in split['train'] for text in photo['captions'] for w in words(text))
    vocabulary = SPECIAL + [w for w, n in counts.most_common() if n >= args.min_count]
    index = {w: i for i, w in enumerate(vocabulary)}
    text = args.text.read_text(encoding='utf8').splitlines() if args.text else []
    dataset = {'vocabulary': vocabulary, 'text': [encode(words(line), index) for line in text if words(line)]}
    for name, photos in split.items():
        dataset[name] = [encode_photo(photo, index) for photo in photos]
        save_photos(photos, read, args.out / f'photos-{name}.npy')
    (args.out / 'captions-dev.jsonl').write_text(''.join(json.dumps(p) + '\n' for p in split['dev']), encoding='utf8')
    (args.out / 'dataset.json').write_text(json.dumps(dataset))
    print(f"{len(vocabulary)} words, {len(split['train'])} photos to learn from, {len(split['dev'])} held out, {len(dataset['text'])} sentences")


if __name__ == '__main__':
    main()
