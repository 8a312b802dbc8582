"""What single choices are worth, the short way: each row trains decoder and grid on a frozen encoder, everything else the same.

  python ablations.py --data CACHE --out RUNS        five minutes a row and epoch on two cores; stopped and started again, it goes on

Greedy captions of the dev photos, scored as eval.py does; bytes as int8 and time in native onnxruntime, one thread, of the encoder and of a step.
The rows are to be held against each other: none is a model to use.
"""
import argparse
import functools
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

import model as models
import train
from crops import FROZEN_BLOCKS, normalize, session
from eval import score
from graphs import encoder_graph, round_weights, step_graph
from model import END, START, Captioner, Grid
from photos import LONGEST
from recipe import environment

ROWS = {
    'as it is: Lite2, 14 x 14, boxes': {},
    'without boxes': {'box': 0.0},
    'last map alone: 7 x 7': {'grid': 'coarse'},
    'Lite1': {'encoder': 'lite1'},
    'Lite0': {'encoder': 'lite0'},
    'LSTM of 256': {'hidden': 256},
    'LSTM of 768': {'hidden': 768},
}
TIMED = 30                  # runs of the encoder, ten times as many of the step


class CoarseGrid(Grid):
    """The last map alone. Each of its 7 x 7 places stands four times on the 14 x 14 grid, so that all else stays as it is."""

    def forward(self, fine, coarse):
        coarse = torch.nn.functional.interpolate(self.coarse(coarse), scale_factor=2, mode='nearest')
        return torch.relu(self.norm(coarse)).flatten(2).transpose(1, 2)


@torch.no_grad()
def captions(model, photos, vocabulary):
    """Greedy captions with their maps, as eval.py takes them: a list of {text, grid, tokens}."""
    said = []
    for first in range(0, len(photos), 50):
        early = model.encoder.early(torch.from_numpy(normalize(photos[first:first + 50])), FROZEN_BLOCKS)
        values = model.values(early, FROZEN_BLOCKS)
        keys, state = model.decoder.keys(values), model.decoder.first_state(values)
        tokens, words = [[] for _ in values], torch.full((len(values),), START)
        for _ in range(LONGEST):
            log_probs, state, attention, _ = model.decoder.step(words, state, keys, values)
            words = log_probs.argmax(-1)
            for row, word in enumerate(words.tolist()):
                if not tokens[row] or tokens[row][-1] is not None:
                    tokens[row].append({'text': vocabulary[word], 'attention': attention[row].tolist()} if word != END else None)
        rows = [[t for t in row if t] for row in tokens]
        said += [{'text': ' '.join(t['text'] for t in row), 'grid': [14, 14], 'tokens': row} for row in rows]
    return said


def timed(graph, inputs, runs):
    """Milliseconds of a run, the median."""
    run, times = session(graph, 1), []
    for _ in range(runs):
        began = time.perf_counter()
        run.run(None, inputs)
        times.append(1000 * (time.perf_counter() - began))
    return float(np.median(times))


def costs(model):
    """Bytes of the weights as int8 and milliseconds: of the encoder, without the grid, for a photo, and of the decoder for a word."""
    size = lambda part: sum(round_weights(p.detach().numpy())[0].nbytes for p in part.parameters())
    pixels, state = np.zeros((1, 3, 224, 224), np.float32), np.zeros((1, 2 * model.decoder.hidden), np.float32)
    encoder = encoder_graph(model)          # once: it folds the scales into the model's own weights
    keys, values, _ = session(encoder, 1).run(None, {'pixels': pixels})
    word = {'token': np.ones(1, np.int32), 'state': state, 'keys': keys, 'values': values, 'noise': np.zeros((1, 2, 196), np.float32), 'mode': np.float32([1, 0, 0])}
    return {'encoder_bytes': size(model.encoder), 'encoder_ms': timed(encoder, {'pixels': pixels}, TIMED),
            'step_bytes': size(model.decoder), 'step_ms': timed(step_graph(model.decoder, values.shape[1]), word, 10 * TIMED)}


def folder_of(args, row):
    return args.out / row.split(':')[0].replace(' ', '-')


def run_row(args, choices):
    if choices.get('grid') == 'coarse':
        models.Grid = CoarseGrid
    if 'hidden' in choices:
        models.Decoder = functools.partial(models.Decoder, hidden=choices['hidden'])
    folder, encoder = folder_of(args, args.row), choices.get('encoder', 'lite2')
    options = ['--data', args.data, '--out', folder, '--encoder', encoder, '--box', choices.get('box', 1),
               '--epochs', json.dumps({'text': 0, 'frozen': args.epochs, 'finetune': 0, 'distil': 0, 'narrow': 0, 'selfcritical': 0, 'refine': 0})]
    sys.argv[1:] = map(str, options)
    train.main()
    model, vocabulary = Captioner.load(folder / 'frozen.pt')
    photos = {p['image']: p for p in map(json.loads, (args.data / 'captions-dev.jsonl').read_text(encoding='utf8').splitlines())}
    said = captions(model, np.load(args.data / 'photos-dev.npy', mmap_mode='r'), vocabulary)
    found = score(dict(zip(photos, said)), photos)
    (folder / 'score.json').write_text(json.dumps(found | costs(model), indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True, help='what prepare.py wrote')
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--epochs', type=int, default=1)
    parser.add_argument('--row', choices=list(ROWS), help='this row alone')
    args = parser.parse_args()
    if args.row:
        return run_row(args, ROWS[args.row])
    columns = ['BLEU-4', 'METEOR', 'ROUGE-L', 'CIDEr', 'pointing', 'mass', 'captions_with_wrong_name', 'encoder_bytes', 'encoder_ms', 'step_bytes', 'step_ms']
    print('| |', ' | '.join(columns), '|')
    print('|---' * (1 + len(columns)) + '|')
    for row in ROWS:
        file = folder_of(args, row) / 'score.json'
        if not file.exists():
            subprocess.run([sys.executable, __file__, *sys.argv[1:], '--row', row], check=True, env=environment(), stdout=sys.stderr)
        found = json.loads(file.read_text())
        print('|', row, '|', ' | '.join(f'{found[c]:.1f}' if c in found else '-' for c in columns), '|', flush=True)


if __name__ == '__main__':
    main()
