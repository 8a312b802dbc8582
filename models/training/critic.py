"""The reward of the self-critical phase and its loss: sampled captions against what five people said (Rennie et al. 2017, arXiv 1612.00563)."""
from collections import Counter

import torch
import torch.nn.functional as F

from cider import Cider
from eval import fold
from meteor import FUNCTION_WORDS, meteor
from model import END, PAD, START, UNKNOWN, draw
from photos import LONGEST
from rouge import rouge_l

SAMPLES = 5                 # captions a photo in the self-critical phase; the mean of the other four is the baseline
ROUGE = 1.0                 # of the reward, beside CIDEr-D: which alone makes captions short
METEOR = 2.0                # of it: recall counts most, so that what people name is named
WRONG = 0.05                # taken off the reward for each thing that none of the five people names, or that none of them names twice
NAMED = 0.005               # a word is a name if it heads this many phrases a photo; eval.py counts the same way, on its own photos


@torch.no_grad()
def say(decoder, values, count=1, sample=False, hard=None, used=None):
    """Greedy or sampled captions, `count` a photo: [B * count, T] ids, <end> included, then <pad>.

    used: a list that gets the weights of the places [B, count, 196] of each word.
    """
    keys, state = decoder.keys(values), decoder.first_state(values).repeat_interleave(count, 0)
    words, done, said = torch.full((len(state),), START), torch.zeros(len(state), dtype=torch.bool), []

    def weigh(log_attention):
        weights = log_attention.exp() if hard is None else torch.where(hard[:, None, None], draw(log_attention), log_attention.exp())
        if used is not None:
            used.append(weights)
        return weights

    for _ in range(LONGEST):
        log_probs, state, _, _ = decoder.step(words, state, keys, values, weigh)
        words = torch.multinomial(log_probs.exp(), 1)[:, 0] if sample else log_probs.argmax(-1)
        words = words.masked_fill(done, PAD)
        said.append(words)
        done |= words == END
        if done.all():
            break
    return torch.stack(said, 1)


def phrase_heads(caption):
    """The last word of each phrase that has boxes: ids."""
    pairs = list(zip(caption['ids'], caption['phrases'], [*caption['phrases'][1:], None]))
    return [word for word, entity, following in pairs if entity is not None and entity != following]


def spoken(row):
    return [w for w in row if w not in (PAD, END)]


class Critic:
    """CIDEr-D, ROUGE-L and METEOR of a sampled caption against the photo's own five, less WRONG for each wrong name ("a cat") and each repeated
    one ("a hat and a hat"); <end> counts as a word, so that no sentence is cut off."""

    def __init__(self, photos, vocabulary):
        self.references = [[c['ids'] for c in item['captions']] for item in photos.items]
        self.cider = Cider(self.references)
        self.vectors = [[self.cider.vector(r) for r in refs] for refs in self.references]
        self.folded = [fold(word) for word in vocabulary]
        self.function_words = {END} | {i for i, word in enumerate(vocabulary) if word in FUNCTION_WORDS}
        heads = Counter(self.folded[word] for item in photos.items for c in item['captions'] for word in phrase_heads(c))
        self.names = {name for name, times in heads.items() if times >= NAMED * len(photos.items)} - {self.folded[UNKNOWN]}
        self.there = [{self.folded[w] for r in refs for w in r} for refs in self.references]
        self.there_twice = [{w for r in refs for w in self.twice(r)} for refs in self.references]

    def twice(self, said):
        return {word for word, times in Counter(said).items() if times > 1 and self.folded[word] in self.names}

    def reward(self, said, photo):
        """said: ids, <end> included."""
        wrong = ({self.folded[w] for w in said} & self.names) - self.there[photo]
        repeated = self.twice(said) - self.there_twice[photo]
        references = self.references[photo]
        likeness = (self.cider.score(said, self.vectors[photo]) + ROUGE * rouge_l(said, references)
                    + METEOR * meteor(said, references, self.function_words.__contains__))
        return likeness - WRONG * (len(wrong) + len(repeated))

    def loss(self, decoder, values, chosen, hard):
        decoder.eval()
        used = []                                                                        # what earns the reward is what is taught
        samples = say(decoder, values, SAMPLES, sample=True, hard=hard, used=used)       # [B * 5, T]
        decoder.train()
        rewards = torch.tensor([self.reward([w for w in row if w != PAD], chosen[i // SAMPLES])
                                for i, row in enumerate(samples.tolist())]).view(-1, SAMPLES)
        baseline = (rewards.sum(1, keepdim=True) - rewards) / (SAMPLES - 1)
        samples = samples.view(len(chosen), SAMPLES, -1)
        inputs = torch.cat([torch.full_like(samples[:, :, :1], START), samples[:, :, :-1]], -1)
        context, said, seen, _ = decoder(values, inputs, hard, torch.stack(used, 2).flatten(1, 2))
        targets = samples.flatten(1)
        counted = targets != PAD
        log_probs = -F.cross_entropy(decoder.logits(context[counted], said[counted], seen[counted]), targets[counted], reduction='none')
        gain = (rewards - baseline)[:, :, None].expand_as(samples).flatten(1)[counted]
        return -(gain * log_probs).mean(), rewards.mean()
