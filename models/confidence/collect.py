"""Runs a model pack over photos: mean features, pixel statistics, and captions as the browser decodes them (beam search, soft attention).

  python collect.py --pack models/flickr8k-lite2 --out dev.npz [--captions] FOLDER_OR_LIST...
"""
import argparse
import glob
import json
import os

import numpy as np
import onnxruntime as ort
from PIL import Image

from picture_statistics import statistics

BEAMS, CANDIDATES = 3, 3


def photos_in(paths):
    files = []
    for path in paths:
        files += [line.strip() for line in open(path)] if path.endswith('.txt') else sorted(glob.glob(f'{path}/**/*.jpg', recursive=True)) if os.path.isdir(path) else [path]
    return files


class Pack:
    def __init__(self, folder, threads):
        self.manifest = json.load(open(f'{folder}/manifest.json'))
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        options.add_session_config_entry('session.disable_quant_qdq', '1')
        options.add_session_config_entry('session.intra_op.allow_spinning', '0')
        load = lambda name: ort.InferenceSession(f"{folder}/{self.manifest['files'][name]['path']}", options)
        self.encoder, self.step = load('encoder'), load('step')

    def pixels(self, path):
        """-> uint8 [height, width, 3]: the whole photo, squashed."""
        p = self.manifest['preprocessing']
        filters = {'pillow-bicubic': Image.BICUBIC, 'pillow-bilinear': Image.BILINEAR}
        photo = Image.open(path)
        if photo.mode in ('RGBA', 'LA', 'P'):
            photo = Image.alpha_composite(Image.new('RGBA', photo.size, 'white'), photo.convert('RGBA'))
        return np.asarray(photo.convert('RGB').resize((p['width'], p['height']), filters[p['resize']]))

    def encode(self, rgb):
        p = self.manifest['preprocessing']
        x = ((rgb.astype(np.float32) - np.float32(p['mean'])) / np.float32(p['std'])).transpose(2, 0, 1)[None]
        return self.encoder.run(['keys', 'values', 'state'], {'pixels': np.ascontiguousarray(x)})

    def caption(self, keys, values, state):
        """Beam search as worker/decode/beam-search.ts does it -> finished captions, best first."""
        m = self.manifest
        end, most, penalty = m['tokens']['end'], m['maxTokens'], m['defaults']['lengthPenalty']
        score = lambda logp, length: logp / length ** penalty
        live, finished = [((), 0.0, state[0])], []
        for length in range(1, most + 1):
            top, ids, attention, states = self.step.run(['top_log_probs', 'top_tokens', 'attention', 'next_state'], {
                'token': np.int32([line[-1][0] if line else m['tokens']['start'] for line, _, _ in live]), 'state': np.stack([s for _, _, s in live]),
                'keys': keys, 'values': values, 'noise': np.zeros((len(live), 2, 196), np.float32), 'mode': np.float32(m['attention']['soft']['mode'])})
            entropy = -(attention * np.log(np.maximum(attention, 1e-30))).sum(1) / np.log(attention.shape[1])
            extensions = sorted(((logp + float(top[row, k]), row, int(ids[row, k]), float(top[row, k])) for row, (_, logp, _) in enumerate(live) for k in range(BEAMS + 1)), key=lambda e: -e[0])
            extended = []
            for rank, (logp, row, token, own) in enumerate(extensions):
                if token == end:
                    if rank < BEAMS:
                        finished.append({'line': live[row][0], 'logProb': logp, 'score': score(logp, length)})
                elif len(extended) < BEAMS:
                    extended.append((live[row][0] + ((token, own, float(entropy[row])),), logp, states[row]))
            finished = sorted(finished, key=lambda f: -f['score'])[:CANDIDATES]
            worst = finished[-1]['score'] if len(finished) == CANDIDATES else -np.inf
            live = [b for b in extended if max(score(b[1], length + 1), score(b[1], most)) > worst]
            if not live:
                break
        if not finished:
            line, logp, _ = max(live, key=lambda b: b[1])
            finished = [{'line': line, 'logProb': logp, 'score': score(logp, most)}]
        return [self.spell(f) for f in finished]

    def spell(self, f):
        words = [self.manifest['vocabulary'][token].strip() for token, _, _ in f['line']]
        return {'text': ' '.join(words), 'words': words, 'logProbs': [l for _, l, _ in f['line']], 'entropy': [e for _, _, e in f['line']],
                'logProb': f['logProb'], 'score': f['score']}


def collect(pack, files, captions, progress=print):
    features, measures, texts = [], [], []
    for i, file in enumerate(files):
        rgb = pack.pixels(file) if isinstance(file, str) else file
        keys, values, state = pack.encode(rgb)
        features.append(values.mean(0))
        measures.append(statistics(rgb))
        texts.append(pack.caption(keys, values, state) if captions else None)
        if i % 500 == 499:
            progress(f'{i + 1} of {len(files)}')
    return {'files': np.array([f if isinstance(f, str) else '' for f in files]), 'features': np.float32(features), 'statistics': np.float32(measures),
            'captions': np.array(json.dumps(texts) if captions else '')}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--pack', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--captions', action='store_true')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('paths', nargs='+')
    a = parser.parse_args()
    np.savez(a.out, **collect(Pack(a.pack, a.threads), photos_in(a.paths), a.captions))


if __name__ == '__main__':
    main()
