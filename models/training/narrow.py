"""What a narrower encoder learns from: what the wide one gives for the same view of the photo, and the wide model says of it."""
import torch
import torch.nn.functional as F

from crops import FROZEN_BLOCKS, session
from graphs import early_graph, late_graph
from losses import box_loss, known
from model import Captioner


class Wide:
    """The model as it was before channels were taken out; onnxruntime computes its encoder."""

    def __init__(self, checkpoint):
        self.model, _ = Captioner.load(checkpoint)
        self.model.requires_grad_(False)
        self.early, self.late = (session(graph(self.model.encoder, FROZEN_BLOCKS), 1) for graph in (early_graph, late_graph))

    def values(self, pixels):
        early, = self.early.run(None, {'pixels': pixels})
        return self.model.grid(*(torch.from_numpy(x) for x in self.late.run(None, {'early': early})))

    def differences(self, pixels, decoder, values, words, places):
        """The narrower model's decoder and grid values [B, 196, D], words [B, 5, T + 1], places [B, 5, T, 196] -> the parts of the loss.

        values: mean square difference, as a share of the variance; words, attention: Kullback-Leibler divergence in nats, averaged over the
        words that people wrote; box: box_loss.
        """
        wide = self.values(pixels)
        inputs, taught = words[:, :, :-1], known(words[:, :, 1:].flatten(1))
        soft = torch.zeros(len(words), dtype=torch.bool)

        def say(decoder, values):
            context, said, seen, log_attention = decoder(values, inputs, soft)
            return decoder.logits(context[taught], said[taught], seen[taught]).log_softmax(-1), log_attention

        wide_words, wide_attention = say(self.model.decoder, wide)
        log_probs, log_attention = say(decoder, values)
        divergence = lambda mine, theirs: F.kl_div(mine, theirs, log_target=True, reduction='batchmean')
        return {'values': F.mse_loss(values, wide) / wide.var(), 'words': divergence(log_probs, wide_words),
                'attention': divergence(log_attention[taught], wide_attention[taught]), 'box': box_loss(log_attention, places)}
