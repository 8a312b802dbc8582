"""Trains the captioner in seven phases, on CPU cores; stops and resumes at any epoch.

  python train.py --data CACHE --out RUN

Needs what prepare.py wrote. RUN gets last.pt (to resume) and <phase>.pt (averaged weights after each phase, what export.py
reads). One process a core, each with half of every batch: on a few busy cores that is faster than two threads in one process.
"""
import argparse
import itertools
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp

from cider import corpus_cider
from critic import Critic, say, spoken
from crops import FROZEN_BLOCKS, SMALLEST, normalize, session
from distil import SoftTargets
from graphs import early_graph, late_graph
from losses import caption_loss, text_loss
from model import ENCODERS, PAD, START, Captioner
from narrow import Wide
from photos import LONGEST, Photos
from prune import prune

PEOPLE = ['finetune', 'distil']     # phases in which everything learns from people's words
CRITICAL = ['selfcritical', 'refine']       # in which whole captions are rewarded
TUNED = [*PEOPLE, 'narrow', 'refine']       # in which the encoder learns, too
PHASES = ['text', 'frozen', 'finetune', 'distil', 'narrow', *CRITICAL]
EPOCHS = {'text': 1, 'frozen': 1, 'finetune': 20, 'distil': 8, 'narrow': 8, 'selfcritical': 4, 'refine': 15}
ROUND = 5                   # epochs of the refine phase after which it goes on from the mean of what it has and what it had five epochs before
RATE = {'text': 1e-3, 'frozen': 1e-3, 'finetune': 8e-4, 'distil': 5e-4, 'narrow': 1e-4, 'selfcritical': 1e-4, 'refine': 1e-4}   # of the decoder; cosine to nothing in each phase but frozen
ENCODER_RATE = {'finetune': 1.5e-4, 'distil': 1.5e-4, 'narrow': 1e-4, 'refine': 3e-5}    # it is pretrained
WARM_UP = 100               # steps
BATCH = 16                  # photos a step, all processes together; 32 learns slower (too few steps)
TEXT_BATCH = 128            # sentences a step in the text phase
SENTENCES = 40_000          # an epoch of it
MIXED_BATCH = 64            # sentences without photos in each step once the encoder is tuned: photos' captions alone make the decoder overfit
MIXED = 0.5                 # weight of their loss
BOX = {'refine': 0.5}       # else 0.3: weight of -log(attention mass inside the box of the phrase that the word belongs to)
# Share of the photos whose contexts are drawn: one set of weights serves both modes.
HARD = {'frozen': 1 / 3, 'finetune': 1 / 3, 'distil': 1 / 2, 'selfcritical': 1 / 2, 'refine': 1 / 2}
LARGER = {'refine': 0.85}    # share of each side that a crop keeps at least, where it is not as in crops.py: people name what a crop has cut off, and that would be rewarded
DECAY = 0.05                # weight decay
FROZEN = {'narrow': 2}      # first blocks that do not learn; else FROZEN_BLOCKS. What the narrow phase takes out of the next ones, they make good
AVERAGE = 0.998             # of the weights, over steps: worth an epoch
SHARPER = 2                 # narrows the attention before the self-critical phase: more of it in the box, and what is drawn nearer to the mean
TEACHER = 0.3               # cross entropy kept in it, for the grammar
SEED = 1


class Trainer:
    def __init__(self, args, rank):
        self.args, self.rank, self.world = args, rank, args.processes
        torch.manual_seed(SEED + rank)
        dataset = json.loads((args.data / 'dataset.json').read_text())
        self.vocabulary, self.text = dataset['vocabulary'], dataset['text']
        self.train, self.dev = (Photos(args.data, s, dataset) for s in ('train', 'dev'))
        self.model, self.average = (Captioner(len(self.vocabulary), encoder=args.encoder) for _ in range(2))
        if not args.random_encoder:
            self.model.encoder.load_imagenet()
        self.average.load_state_dict(self.model.state_dict())
        self.before = None          # the weights that a round began with

    def begin(self, phase):
        """Which weights learn in this phase, and how fast."""
        self.frozen = FROZEN.get(phase, FROZEN_BLOCKS)
        tuned = [p for name, p in self.model.encoder.named_parameters()
                 if 'depthwise' not in name and (name.startswith('head') or name.startswith('blocks') and int(name.split('.')[1]) >= self.frozen)]
        rest = [*self.model.grid.parameters(), *self.model.decoder.parameters()]
        self.model.requires_grad_(False)
        groups = [{'params': rest, 'rate': RATE[phase]}] + ([{'params': tuned, 'rate': ENCODER_RATE[phase]}] if phase in TUNED else [])
        for group in groups:
            for p in group['params']:
                p.requires_grad_(True)
        self.learning = [p for group in groups for p in group['params']]
        self.optimizer = torch.optim.AdamW(groups, lr=RATE[phase], weight_decay=DECAY, betas=(0.9, 0.98))
        self.early = session(early_graph(self.model.encoder, self.frozen), 1)
        self.late = session(late_graph(self.model.encoder, self.frozen), 1) if phase not in TUNED else None
        self.critic = Critic(self.train, self.vocabulary) if phase in CRITICAL else None
        self.wide = Wide(self.args.out / 'wide.pt') if phase == 'narrow' else None
        self.train.smallest = LARGER.get(phase, SMALLEST)
        self.train.soft = self.soft_targets() if phase == 'distil' else None

    def box(self, phase):
        return self.args.box * BOX.get(phase, 0.3)

    def length(self, phase):
        """Epochs of a round, in which the learning rate falls to nothing; all phases but one are a single round."""
        return min(ROUND, EPOCHS[phase]) if phase == 'refine' else EPOCHS[phase]

    def soft_targets(self):
        """Of the checkpoints named as teachers, or of this model as it is before the phase; kept in the run's folder."""
        checkpoints = self.args.teachers or [self.args.out / 'finetune.pt']
        soft = SoftTargets(self.train.items, LONGEST, checkpoints, self.args.out, self.world)
        if not soft.written():
            soft.write(self.train, [Captioner.load(file)[0] for file in checkpoints], self.rank)
            self.wait()
        return soft.read()

    def values(self, pixels):
        """What is frozen goes through onnxruntime: several times faster than PyTorch on a CPU."""
        early, = self.early.run(None, {'pixels': pixels})
        if self.late:
            fine, coarse = self.late.run(None, {'early': early})
            return self.model.grid(torch.from_numpy(fine), torch.from_numpy(coarse))
        return self.model.values(torch.from_numpy(early).contiguous(memory_format=torch.channels_last), self.frozen)

    def sentences(self, batch, rng):
        """All sentences without photos, in groups of one length each (no padding), shuffled: lists of `batch` indices."""
        order = np.array(sorted(range(len(self.text)), key=lambda i: (len(self.text[i]), rng.random())))
        groups = np.array_split(order, max(1, len(order) // batch))
        return [groups[i][self.rank::self.world] for i in rng.permutation(len(groups))]

    def batches(self, phase, rng):
        """What each step of an epoch learns from: photos and sentences (either may be None), this process's share of them."""
        if phase == 'text':
            return [(None, group) for group in self.sentences(TEXT_BATCH, rng)[:SENTENCES // TEXT_BATCH]]
        order = rng.permutation(len(self.train.items))
        photos = [group[self.rank::self.world] for group in np.array_split(order, math.ceil(len(order) / BATCH))]
        mixed = self.sentences(MIXED_BATCH, rng) if phase in PEOPLE and self.text else [None]
        return list(zip(photos, itertools.cycle(mixed)))

    def text_loss(self, chosen):
        rows = [[START, *self.text[i][:LONGEST]] for i in chosen]
        return text_loss(self.model.decoder, torch.tensor([r + [PAD] * (max(map(len, rows)) - len(r)) for r in rows]))

    def loss(self, phase, chosen, sentences, rng):
        decoder = self.model.decoder
        text = self.text_loss(sentences) if sentences is not None else None
        if phase == 'text':
            return text, {'text': text}
        pixels, words, places, soft = self.train.batch(chosen, rng)
        values = self.values(pixels)
        if phase == 'narrow':
            parts = self.wide.differences(pixels, decoder, values, words, places)
            return parts['values'] + parts['words'] + parts['attention'] + self.box(phase) * parts['box'], parts
        hard = torch.from_numpy(rng.random(len(chosen)) < HARD[phase])
        caption, box = caption_loss(decoder, values, words, places, hard, soft)
        loss, parts = self.box(phase) * box, {'caption': caption, 'box': box}
        if phase in CRITICAL:
            critic, reward = self.critic.loss(decoder, values, chosen, hard)
            return loss + critic + TEACHER * caption, {**parts, 'reward': reward}
        if text is not None:
            loss, parts = loss + MIXED * text, {**parts, 'text': text}
        return loss + caption, parts

    def share_gradients(self):
        there = [p.grad for p in self.learning if p.grad is not None]
        if self.world > 1:
            flat = torch.cat([g.flatten() for g in there])
            dist.all_reduce(flat)
            for g, part in zip(there, flat.split([g.numel() for g in there])):
                g.copy_(part.view_as(g) / self.world)
        torch.nn.utils.clip_grad_norm_(self.learning, 1.0 if self.critic is None else 5.0)

    def epoch(self, phase, epoch):
        rng_all, rng = np.random.default_rng((SEED, PHASES.index(phase), epoch)), np.random.default_rng((SEED, PHASES.index(phase), epoch, self.rank))
        self.model.train()
        if phase in ('narrow', *CRITICAL):
            self.model.grid.eval()
        if phase == 'narrow':
            self.model.decoder.eval()       # no dropout: the wide model's word is known exactly
        length = self.length(phase)
        batches, means, began = self.batches(phase, rng_all), {}, time.time()
        for i, (chosen, sentences) in enumerate(batches):
            step = epoch % length * len(batches) + i
            total = length * len(batches)
            fall = 1 if phase == 'frozen' else 0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * step / total))
            for group in self.optimizer.param_groups:
                group['lr'] = group['rate'] * fall * min(1, (step + 1) / WARM_UP)
            loss, parts = self.loss(phase, chosen, sentences, rng)
            self.optimizer.zero_grad()
            loss.backward()
            self.share_gradients()
            self.optimizer.step()
            with torch.no_grad():
                torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - min(AVERAGE, (step + 1) / (step + 10)))
            for name, value in parts.items():
                means[name] = 0.98 * means.get(name, value.item()) + 0.02 * value.item()
            if self.rank == 0 and (i % 25 == 24 or i + 1 == len(batches)):
                figures = ', '.join(f'{k} {v:.3f}' for k, v in means.items())
                print(f'{phase} {epoch + 1}/{EPOCHS[phase]}, step {i + 1}/{len(batches)}, {(time.time() - began) / (i + 1):.2f} s a step: {figures}', flush=True)
        for mine, theirs in zip(self.average.buffers(), self.model.buffers()):
            mine.copy_(theirs)

    @torch.no_grad()
    def check(self, photos=200):
        """CIDEr of greedy captions of the first dev photos, soft and hard, with the averaged weights."""
        self.average.eval()
        early = session(early_graph(self.average.encoder, FROZEN_BLOCKS), self.world)
        late = session(late_graph(self.average.encoder, FROZEN_BLOCKS), self.world)
        hypotheses, references = {'soft': [], 'hard': []}, []
        for first in range(0, min(photos, len(self.dev.items)), 50):
            items = self.dev.items[first:first + 50]
            fine, coarse = late.run(None, {'early': early.run(None, {'pixels': normalize(self.dev.photos[first:first + len(items)])})[0]})
            values = self.average.grid(torch.from_numpy(fine), torch.from_numpy(coarse))
            for mode in hypotheses:
                hard = torch.ones(len(items), dtype=torch.bool) if mode == 'hard' else None
                hypotheses[mode] += [spoken(row) for row in say(self.average.decoder, values, hard=hard).tolist()]
            references += [[spoken(c['ids']) for c in item['captions']] for item in items]
        print('dev, greedy CIDEr:', {m: round(100 * float(np.mean(corpus_cider(h, references))), 1) for m, h in hypotheses.items()},
              ' '.join(self.vocabulary[w] for w in hypotheses['soft'][0]), flush=True)

    def save(self, phase, epoch):
        if self.rank == 0:
            state = {'phase': phase, 'epoch': epoch, 'average': self.average.state_dict(), 'optimizer': self.optimizer.state_dict(), 'before': self.before}
            torch.save(state | self.model.checkpoint(self.vocabulary), self.args.out / 'partial.pt')
            os.replace(self.args.out / 'partial.pt', self.args.out / 'last.pt')
            torch.save(self.average.checkpoint(self.vocabulary), self.args.out / f'{phase}.pt')
        self.wait()

    def wait(self):
        """Until all processes are here: what one has written, the others read."""
        if self.world > 1:
            dist.barrier()

    def soup(self):
        """The mean of the weights after each phase that tuned everything: better on new photos than either, since the second began at the
        first (model soups, Wortsman et al. 2022, arXiv 2203.05482)."""
        files = [file for phase in PEOPLE if (file := self.args.out / f'{phase}.pt').exists()]
        states = [torch.load(file, weights_only=True)['model'] for file in files] or [self.average.state_dict()]
        return {name: sum(state[name] for state in states) / len(states) for name in states[0]}

    def enter(self, phase):
        """Each phase goes on from the average of the last; what comes after the tuning, from that of several."""
        if phase == 'narrow' or phase == 'selfcritical' and not EPOCHS['narrow']:
            self.average.load_state_dict(self.soup())
        if phase == 'narrow':
            self.narrow()
        if phase == 'selfcritical':
            self.average.decoder.sharpen(SHARPER)

    def begin_round(self, phase):
        self.model.load_state_dict(self.average.state_dict())
        self.before = {name: weight.clone() for name, weight in self.average.state_dict().items()}
        self.begin(phase)

    def end_round(self):
        """The mean of the weights that a round of rewarding began with and of those that came out of it speaks better of new photos than either."""
        after = self.average.state_dict()
        self.average.load_state_dict({name: (weight + after[name]) / 2 for name, weight in self.before.items()})

    def narrow(self):
        """Takes channels out of the encoder; wide.pt keeps it as it was."""
        wide, pruned = (self.args.out / f'{name}.pt' for name in ('wide', 'pruned'))
        if self.rank == 0:
            torch.save(self.average.checkpoint(self.vocabulary), wide)
            prune(self.average, self.train.photos, self.args.time)
            torch.save(self.average.checkpoint(self.vocabulary), pruned)
        self.wait()
        self.model, self.average = (Captioner.load(pruned)[0] for _ in range(2))

    def run(self):
        last = self.args.out / 'last.pt'
        done_phase, done_epoch = -1, 0
        saved = torch.load(last, weights_only=True) if last.exists() else None
        if saved:
            self.model, self.average = (Captioner(len(self.vocabulary), encoder=self.args.encoder, expanded=saved['expanded']) for _ in range(2))
            self.model.load_state_dict(saved['model'])
            self.average.load_state_dict(saved['average'])
            done_phase, done_epoch = PHASES.index(saved['phase']), saved['epoch']
        for number, phase in enumerate(PHASES):
            resumed = number == done_phase and done_epoch < EPOCHS[phase]
            if number < done_phase or number == done_phase and not resumed or not EPOCHS[phase] or phase == 'text' and not self.text:
                continue
            if not resumed:
                self.enter(phase)
            length = self.length(phase)
            if resumed and done_epoch % length:
                self.begin(phase)
                self.optimizer.load_state_dict(saved['optimizer'])
                self.before = saved['before']
            for epoch in range(done_epoch if resumed else 0, EPOCHS[phase]):
                if epoch % length == 0:
                    self.begin_round(phase)
                self.epoch(phase, epoch)
                if phase == 'refine' and ((epoch + 1) % length == 0 or epoch + 1 == EPOCHS[phase]):
                    self.end_round()
                if (epoch + 1) % self.args.every == 0 or epoch + 1 == EPOCHS[phase]:
                    self.save(phase, epoch + 1)
                    if phase != 'text' and self.rank == 0:
                        self.check()


def work(rank, args):
    torch.set_num_threads(args.threads)
    if args.processes > 1:
        os.setsid()         # Linux shares the cores among sessions first: a session each, or both processes get one share
        dist.init_process_group('gloo', init_method=f'file://{(args.out / "meeting-point").resolve()}', rank=rank, world_size=args.processes)
    Trainer(args, rank).run()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--processes', type=int, default=os.cpu_count())
    parser.add_argument('--threads', type=int, default=1, help='of each process')
    parser.add_argument('--epochs', type=json.loads, default={}, help='e.g. {"finetune": 10}')
    parser.add_argument('--every', type=int, default=1, help='epochs between checkpoints')
    parser.add_argument('--encoder', choices=list(ENCODERS), default='lite2', help='lite0 and lite1 are smaller, faster and see less')
    parser.add_argument('--box', type=float, default=1, help='times the weight of the box loss; 0: to see what the boxes are worth')
    parser.add_argument('--time', type=float, default=1, help='share of its time in a browser that the encoder keeps in the narrow phase, 0.64 say; 1: no such phase')
    parser.add_argument('--teachers', type=Path, nargs='+', help='checkpoints of the same encoder to distil from; left out: the one after fine-tuning')
    parser.add_argument('--random-encoder', action='store_true', help='no ImageNet weights: only to try the recipe out')
    args = parser.parse_args()
    EPOCHS.update(args.epochs)
    if args.time >= 1:
        EPOCHS['narrow'] = 0
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / 'meeting-point').unlink(missing_ok=True)
    if args.processes == 1:
        work(0, args)
    else:
        mp.start_processes(work, (args,), args.processes, start_method='fork')


if __name__ == '__main__':
    main()
