"""What the phases learn by, apart from the self-critical reward: words, sentences without photos, boxes."""
import torch
import torch.nn.functional as F

from model import PAD, UNKNOWN

SMOOTHING = 0.1             # of the labels: five people never agree
TAUGHT = 0.5                # of the cross entropy of the distil phase is against the teachers' distributions, the rest against people's words


def known(targets):
    return (targets != PAD) & (targets != UNKNOWN)


def word_loss(logits, targets, soft):
    """Cross entropy against people's words and, where there are some, the teachers' distributions: logits [N, V], targets [N], soft [N, 16] twice."""
    said = F.cross_entropy(logits, targets, label_smoothing=SMOOTHING)
    if soft is None:
        return said
    log_probs = logits.log_softmax(-1)
    likeliest, probability = soft
    rest = 1 - probability.sum(-1)                                                       # of the distribution, spread over all words
    taught = -(probability * log_probs.gather(-1, likeliest)).sum(-1) - rest * log_probs.mean(-1)
    return (1 - TAUGHT) * said + TAUGHT * taught.mean()


def box_loss(log_attention, places):
    """-log of the attention inside the box of the phrase that the word belongs to: log_attention [B, 5 T, 196], places [B, 5, T, 196]."""
    places = places.flatten(1, 2)                                                        # [B, 5 T, 196]
    boxed = places.sum(-1) > 0.25                                                        # of one place: less is cropped away
    inside = (log_attention[boxed].exp() * places[boxed]).sum(-1)
    return -(inside + 1e-6).log().mean() if len(inside) else torch.zeros(())


def caption_loss(decoder, values, words, places, hard, soft=None):
    inputs, targets = words[:, :, :-1], words[:, :, 1:].flatten(1)                      # [B, 5 T]
    context, said, seen, log_attention = decoder(values, inputs, hard)
    taught = known(targets)
    soft = soft and [part.flatten(1, 2)[taught] for part in soft]
    loss = word_loss(decoder.logits(context[taught], said[taught], seen[taught]), targets[taught], soft)
    return loss, box_loss(log_attention, places)


def text_loss(decoder, words):
    targets = words[:, 1:]
    taught = known(targets)
    context, said, seen = (x[taught] for x in decoder.forward_text(words[:, :-1]))
    return F.cross_entropy(decoder.logits(context, said, seen), targets[taught], label_smoothing=SMOOTHING)
