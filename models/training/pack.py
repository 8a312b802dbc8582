"""A model pack through native onnxruntime: what the SDK does in a browser, with the same search and the same noise."""
import base64
import hashlib
import json
from pathlib import Path

import numpy as np

from crops import session

NOISE_ROWS, PLACES = 2, 196
LEAST_SUPPORT = -6          # log-probability: a head is never so sure that nothing else can be said
CHUNK = 1 << 20             # bytes: a broken download repeats one of these, not the file


def file_entry(file):
    data = file.read_bytes()
    return {'path': file.name, 'bytes': len(data), 'sha256': hashlib.sha256(data).hexdigest(), 'chunkBytes': CHUNK,
            'chunks': [hashlib.sha256(data[i:i + CHUNK]).hexdigest() for i in range(0, len(data), CHUNK)]}


class Mulberry32:
    """The SDK's seeded draws: the same 32-bit integers for the same seed."""

    def __init__(self, seed):
        self.state = seed & 0xffffffff

    def gumbel(self, count):
        """-> float32 [count] of Gumbel(0, 1)."""
        state = (self.state + np.arange(1, count + 1, dtype=np.uint64) * 0x6d2b79f5).astype(np.uint32)
        self.state = int(state[-1])
        with np.errstate(over='ignore'):
            t = (state ^ (state >> np.uint32(15))) * (state | np.uint32(1))
            t = (t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61))) ^ t
        uniform = ((t ^ (t >> np.uint32(14))).astype(np.float64) + 0.5) / 4294967296
        return (-np.log(-np.log(uniform))).astype(np.float32)


def repeating(said, n):
    """The tokens that would make a sequence of n occur twice; none for n = 0."""
    tail = said[len(said) - (n - 1):] if n > 1 else []
    if not n or len(said) < n - 1:
        return set()
    return {said[i + n - 1] for i in range(len(said) - n + 1) if said[i:i + n - 1] == tail}


def echoes(said, links):
    """The tokens that would echo the one just said, or the one before it across a link ("red and red"); none for links = None."""
    return set() if links is None else set(said[-2:] if said and said[-1] in links else said[-1:])


def singular(word):
    return word[:-1] if word.endswith('s') and len(word) > 3 and not word.endswith('ss') else word


def fold_name(word, folds):
    """The name that a word counts as: listed words by the list, others without their plural s."""
    return folds.get(singular(word), folds.get(word, singular(word)))


class Pack:
    def __init__(self, folder, threads=1):
        folder = Path(folder)
        self.manifest = json.loads((folder / 'manifest.json').read_text(encoding='utf8'))
        self.encoder, self.step = (session(str(folder / self.manifest['files'][f]['path']), threads) for f in ('encoder', 'step'))
        self.vocabulary, self.tokens = self.manifest['vocabulary'], self.manifest['tokens']

    def encode(self, pixels):
        """pixels [1, 3, 224, 224] -> keys [K, 196], values [196, D], state [1, S]."""
        return self.encoder.run(None, {'pixels': pixels})

    def mode(self, attention, samples):
        modes = self.manifest['attention']
        return np.array(modes['soft']['mode'] if attention == 'soft' else modes['hard']['modes'][str(samples)], np.float32)

    def reluctance(self, feature, restraint):
        """How reluctantly each word is said of the photo with this mean feature [D] (worker/reluctance.ts). -> float64 [words], >= 0"""
        held, parameters = np.zeros(len(self.vocabulary)), self.manifest.get('confidence')
        if parameters is None or not restraint:
            return held
        heads, names = parameters['heads'], parameters['names']
        weights = np.frombuffer(base64.b64decode(heads['weights']), np.int8).reshape(-1, heads['width'])[:len(names)].astype(float)
        log_odds = weights @ feature * heads['scales'][:len(names)] + heads['biases'][:len(names)]
        cost = dict(zip(names, -restraint * np.maximum(LEAST_SUPPORT, -np.logaddexp(0, -log_odds))))
        return np.array([cost.get(fold_name(word, parameters['fold']), 0) for word in self.vocabulary])

    def run(self, token, state, keys, values, noise, mode):
        names = [o.name for o in self.step.get_outputs()]
        return dict(zip(names, self.step.run(None, {'token': token, 'state': state, 'keys': keys, 'values': values, 'noise': noise, 'mode': mode})))

    def caption(self, pixels, attention='soft', beams=3, samples=1, seed=0, candidates=1, length_penalty=None, no_repeat=None, links=..., encoded=None, restraint=None):
        """-> finished captions, best first: {tokens: [{id, logProb, attention, places}], endLogProb, logProb, score}.

        Tokens are ranked by their log-probability less the reluctance to say them.
        """
        keys, values, state = encoded or self.encode(pixels)
        alpha = self.manifest['defaults']['lengthPenalty'] if length_penalty is None else length_penalty
        no_repeat = self.manifest['defaults'].get('noRepeatNgram', 0) if no_repeat is None else no_repeat
        links = self.manifest['defaults'].get('noEchoAcross') if links is ... else links
        held = self.reluctance(values.mean(0), self.manifest['defaults'].get('restraint', 0) if restraint is None else restraint)
        end, most, mode = self.tokens['end'], self.manifest['maxTokens'], self.mode(attention, samples)
        random = Mulberry32(seed)
        live, finished = [{'tokens': [], 'logProb': 0.0, 'rank': 0.0, 'state': state[0]}], []
        for length in range(1, most + 1):
            noise = np.zeros((len(live), NOISE_ROWS, PLACES), np.float32)
            if attention == 'hard':
                noise = random.gumbel(noise.size).reshape(noise.shape)
            token = np.array([b['tokens'][-1]['id'] if b['tokens'] else self.tokens['start'] for b in live], np.int32)
            out = self.run(token, np.stack([b['state'] for b in live]), keys, values, noise, mode)
            best = []
            for row, beam in enumerate(live):
                before = [t['id'] for t in beam['tokens']]
                banned = repeating(before, no_repeat) | echoes(before, links) | ({end} if length == 1 else set())
                allowed = [(float(p) - held[i], float(p), int(i)) for i, p in zip(out['top_tokens'][row], out['top_log_probs'][row]) if i not in banned]
                allowed.sort(key=lambda a: (-a[0], -a[1], a[2]))
                best += [(beam['rank'] + rank, row, id_, log_prob) for rank, log_prob, id_ in allowed[:beams + 1]]
            best.sort(key=lambda b: -b[0])
            extended = []
            for place, (rank, row, id_, log_prob) in enumerate(best):
                total = live[row]['logProb'] + log_prob
                if id_ == end:
                    if place < beams:
                        finished.append({'tokens': live[row]['tokens'], 'endLogProb': log_prob, 'logProb': total, 'score': rank / length ** alpha})
                elif len(extended) < beams:
                    said = {'id': id_, 'logProb': log_prob, 'attention': out['attention'][row], 'places': out['places'][row]}
                    extended.append({'tokens': [*live[row]['tokens'], said], 'logProb': total, 'rank': rank, 'state': out['next_state'][row]})
            finished = sorted(finished, key=lambda f: -f['score'])[:candidates]
            to_beat = finished[-1]['score'] if len(finished) >= candidates else -np.inf
            live = [b for b in extended if max(b['rank'] / (length + 1) ** alpha, b['rank'] / most ** alpha) > to_beat]
            if not live or (beams == 1 and finished):      # greedy ends with the first end that is said
                break
        if not finished:
            cut = max(live, key=lambda b: b['rank'])
            finished = [{'tokens': cut['tokens'], 'endLogProb': None, 'logProb': cut['logProb'], 'score': cut['rank'] / len(cut['tokens']) ** alpha}]
        return finished

    def text(self, caption):
        return self.tokens['joiner'].join(self.vocabulary[t['id']] for t in caption['tokens'])
