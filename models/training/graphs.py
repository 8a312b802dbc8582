"""The ONNX graphs, written node by node: what runs in the browser is what stands here, nothing that an exporter invents.

Weights are int8 with a scale an output channel, followed by DequantizeLinear, which onnxruntime folds at load (session option
session.disable_quant_qdq = 1); biases and other small tensors stay float32. `quantize=False` writes float32 instead.
"""
import numpy as np
import onnx
import torch
from onnx import TensorProto as T, helper, numpy_helper

from model import END, PAD, START, UNKNOWN

OPSET = 17
SMALL = 4096                # tensors of fewer elements are not worth rounding


def round_weights(weight):
    """float32 [O, ...] -> int8 of the same shape and float32 scale [O]: symmetric, a scale an output channel."""
    scale = np.abs(weight).reshape(len(weight), -1).max(1) / 127
    scale = np.where(scale == 0, 1, scale).astype(np.float32)
    column = scale.reshape(-1, *[1] * (weight.ndim - 1))
    return np.clip(np.rint(weight / column), -127, 127).astype(np.int8), scale


class Graph:
    def __init__(self, name, quantize):
        self.name, self.quantize, self.nodes, self.initializers, self.count = name, quantize, [], [], 0

    def node(self, kind, inputs, output=None, **attributes):
        self.count += 1
        outputs = [output or f'{kind.lower()}_{self.count}'] if not isinstance(output, list) else output
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=f'{kind}_{self.count}', **attributes))
        return outputs[0] if len(outputs) == 1 else outputs

    def constant(self, array, name=None):
        self.count += 1
        name = name or f'constant_{self.count}'
        self.initializers.append(numpy_helper.from_array(np.asarray(array, order='C'), name))
        return name

    def weight(self, tensor, name):
        array = tensor.detach().float().numpy()
        if not self.quantize or array.size < SMALL:
            return self.constant(array, name)
        values, scale = round_weights(array)
        zero = self.constant(np.zeros(len(scale), np.int8), f'{name}.zero')
        return self.node('DequantizeLinear', [self.constant(values, f'{name}.int8'), self.constant(scale, f'{name}.scale'), zero], name, axis=0)

    def numbers(self, count):
        """int32 [count]: 0, 1, 2, ... What int64 indices pick out of it are these indices in int32; onnxruntime's Cast is half a megabyte of code."""
        name = f'numbers_{count}'
        if not any(name in node.output for node in self.nodes):
            zero, end, one = (self.constant(np.int32(value)) for value in (0, count, 1))
            self.node('Range', [zero, end, one], name)
        return name

    def conv(self, x, conv, name):
        before, after = (conv.before[0], conv.before[1]) if conv.before else (conv.padding[0],) * 2
        weight, bias = self.weight(conv.weight, f'{name}.weight'), self.constant(conv.bias.detach().float().numpy(), f'{name}.bias')
        return self.node('Conv', [x, weight, bias], strides=list(conv.stride), pads=[before, before, after, after],
                         kernel_shape=list(conv.kernel_size), group=conv.groups)

    def relu6(self, x):
        return self.node('Clip', [x, 'zero', 'six'])

    def linear(self, x, layer, name):
        """x [R, I] -> [R, O]; the weight is stored as PyTorch has it, [O, I], so that its scale goes with the output."""
        inputs = [x, self.weight(layer.weight, f'{name}.weight')]
        if layer.bias is not None:
            inputs.append(self.constant(layer.bias.detach().float().numpy(), f'{name}.bias'))
        return self.node('Gemm', inputs, transB=1)

    def model(self, inputs, outputs):
        value = lambda name, kind, shape: helper.make_tensor_value_info(name, kind, shape)
        graph = helper.make_graph(self.nodes, self.name, [value(*v) for v in inputs], [value(*v) for v in outputs], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', OPSET)], ir_version=8, producer_name='saccade')
        onnx.checker.check_model(model, full_check=True)
        return model


def backbone(graph, encoder, x, first, last):
    """Blocks first..last-1 (stem before block 0, head after the last) -> the fine map and what comes out."""
    if first == 0:
        x = graph.relu6(graph.conv(x, encoder.stem, 'stem'))
    fine = x
    for i in range(first, last):
        block, y = encoder.blocks[i], x
        if block.expand is not None:
            y = graph.relu6(graph.conv(y, block.expand, f'blocks.{i}.expand'))
        y = graph.relu6(graph.conv(y, block.depthwise, f'blocks.{i}.depthwise'))
        y = graph.conv(y, block.project, f'blocks.{i}.project')
        x = graph.node('Add', [x, y]) if block.residual else y
        fine = x if i == encoder.fine else fine
    if last == len(encoder.blocks):
        x = graph.relu6(graph.conv(x, encoder.head, 'head'))
    return fine, x


def start(name, quantize):
    graph = Graph(name, quantize)
    graph.constant(np.float32(0), 'zero')
    graph.constant(np.float32(6), 'six')
    return graph


def early_graph(encoder, blocks):
    """pixels [B, 3, 224, 224] -> the activations after `blocks` blocks. Used in training: far faster than PyTorch on a CPU."""
    graph = start('early', False)
    _, x = backbone(graph, encoder, 'pixels', 0, blocks)
    graph.node('Identity', [x], 'early')
    return graph.model([('pixels', T.FLOAT, ['B', 3, 224, 224])], [('early', T.FLOAT, ['B', encoder.blocks[blocks - 1].project.out_channels, None, None])])


def late_graph(encoder, blocks):
    """Those activations -> fine and coarse features, while the encoder stays as it is."""
    graph = start('late', False)
    fine, coarse = backbone(graph, encoder, 'early', blocks, len(encoder.blocks))
    graph.node('Identity', [fine], 'fine')
    graph.node('Identity', [coarse], 'coarse')
    return graph.model([('early', T.FLOAT, ['B', encoder.blocks[blocks - 1].project.out_channels, None, None])],
                       [('fine', T.FLOAT, ['B', None, 14, 14]), ('coarse', T.FLOAT, ['B', None, 7, 7])])


def encoder_graph(model, quantize=True):
    """pixels [1, 3, 224, 224] -> keys [K, 196], values [196, D], state [1, 2H]."""
    graph, grid, decoder = start('encoder', quantize), model.grid, model.decoder
    fine, coarse = backbone(graph, model.encoder, 'pixels', 0, len(model.encoder.blocks))
    scale = grid.norm.weight / (grid.norm.running_var + grid.norm.eps).sqrt()       # batch norm, folded into both projections
    for conv in (grid.coarse, grid.fine):
        conv.weight.data *= scale[:, None, None, None].detach()
        conv.bias.data *= scale.detach()
    grid.coarse.bias.data += (grid.norm.bias - grid.norm.running_mean * scale).detach()
    scales = graph.constant(np.array([1, 1, 2, 2], np.float32))
    coarse = graph.node('Resize', [graph.conv(coarse, grid.coarse, 'grid.coarse'), '', scales], mode='linear', coordinate_transformation_mode='half_pixel')
    both = graph.node('Relu', [graph.node('Add', [coarse, graph.conv(fine, grid.fine, 'grid.fine')])])
    width, query = grid.coarse.out_channels, decoder.query.out_features
    columns = graph.node('Reshape', [both, graph.constant(np.array([width, 196], np.int64))])           # [D, 196]
    graph.node('Transpose', [columns], 'values', perm=[1, 0])                                           # [196, D]
    decoder.key.weight.data *= query ** -0.5
    graph.node('MatMul', [graph.weight(decoder.key.weight, 'key'), columns], 'keys')                    # [K, 196]
    mean = graph.node('ReduceMean', ['values'], axes=[0], keepdims=1)                                   # [1, D]
    hidden = graph.node('Tanh', [graph.linear(mean, decoder.start[0], 'start.0')])
    graph.node('Tanh', [graph.linear(hidden, decoder.start[2], 'start.2')], 'state')                    # [1, 2H]
    return graph.model([('pixels', T.FLOAT, [1, 3, 224, 224])],
                       [('keys', T.FLOAT, [query, 196]), ('values', T.FLOAT, [196, width]), ('state', T.FLOAT, [1, 2 * decoder.hidden])])


def gate_order(gates):
    """[4H, ...] input, forget, cell, output, as PyTorch has them -> input, forget, output, cell, and back: those with a sigmoid are together."""
    i, f, g, o = gates.chunk(4)
    return torch.cat([i, f, o, g])


def step_graph(decoder, width, quantize=True):
    """One word for each of B rows; inputs and outputs as the model format has them."""
    graph, hidden = Graph('step', quantize), decoder.hidden
    vocabulary, query = decoder.embed.num_embeddings, decoder.query.out_features
    embedding = graph.weight(decoder.embed.weight, 'embedding')                                         # [W, E], stored once
    seen = graph.node('Gather', [embedding, 'token'], axis=0)                                           # [B, E]
    h, c = graph.node('Split', ['state'], ['h', 'c'], axis=1)
    lstm = decoder.lstm
    bias = graph.constant(gate_order(lstm.bias_ih_l0 + lstm.bias_hh_l0).detach().numpy(), 'gates.bias')
    gates = graph.node('Gemm', [seen, graph.weight(gate_order(lstm.weight_ih_l0), 'gates.input'), bias], transB=1)
    gates = graph.node('Gemm', [h, graph.weight(gate_order(lstm.weight_hh_l0), 'gates.state'), gates], transB=1)     # [B, 4H]
    sizes = graph.constant(np.array([3 * hidden, hidden], np.int64))
    ifo, g = graph.node('Split', [gates, sizes], ['ifo', 'g'], axis=1)
    i, f, o = graph.node('Split', [graph.node('Sigmoid', [ifo])], ['i', 'f', 'o'], axis=1)
    new_c = graph.node('Add', [graph.node('Mul', [f, c]), graph.node('Mul', [i, graph.node('Tanh', [g])])])
    new_h = graph.node('Mul', [o, graph.node('Tanh', [new_c])])                                         # [B, H]
    graph.node('Concat', [new_h, new_c], 'next_state', axis=1)

    scores = graph.node('MatMul', [graph.linear(new_h, decoder.query, 'query'), 'keys'])                # [B, 196]
    graph.node('Softmax', [scores], 'attention', axis=1)
    # The scores are the log of the attention but for a constant, which does not change which place is drawn.
    noisy = graph.node('Add', [graph.node('Unsqueeze', [scores, graph.constant(np.array([1], np.int64))]), 'noise'])    # [B, 2, 196]
    graph.node('Gather', [graph.numbers(196), graph.node('ArgMax', [noisy], axis=2, keepdims=0)], 'places')     # [B, 2]
    first, second = graph.node('Split', ['places'], ['place_1', 'place_2'], axis=1)                     # [B, 1]
    soft, one, two = graph.node('Split', ['mode'], ['mode_soft', 'mode_one', 'mode_two'], axis=0)
    nothing = graph.constant(np.float32(0))
    drawn = [graph.node('Where', [graph.node('Equal', [place, graph.numbers(196)]), share, nothing]) for place, share in ((first, one), (second, two))]
    weights = graph.node('Add', [graph.node('Mul', ['attention', soft]), graph.node('Add', drawn)])
    graph.node('MatMul', [weights, 'values'], 'context')                                                # [B, D]

    mixed = graph.node('Tanh', [graph.linear(graph.node('Concat', ['context', new_h, seen], axis=1), decoder.mix, 'mix')])
    bias = decoder.bias.detach().float().numpy().copy()
    bias[[PAD, START, UNKNOWN]] = -1e4                                                                  # never said
    logits = graph.node('Gemm', [graph.linear(mixed, decoder.out, 'out'), embedding, graph.constant(bias, 'words.bias')], transB=1)
    graph.node('LogSoftmax', [logits], 'log_probs', axis=1)                                             # [B, W]
    k = graph.constant(np.array([16], np.int64))
    _, tokens = graph.node('TopK', ['log_probs', k], ['top_log_probs', 'top_tokens_long'], axis=1)
    graph.node('Gather', [graph.numbers(vocabulary), tokens], 'top_tokens')
    f32, i32 = T.FLOAT, T.INT32
    return graph.model(
        [('token', i32, ['B']), ('state', f32, ['B', 2 * hidden]), ('keys', f32, [query, 196]), ('values', f32, [196, width]),
         ('noise', f32, ['B', 2, 196]), ('mode', f32, [3])],
        [('log_probs', f32, ['B', vocabulary]), ('top_log_probs', f32, ['B', 16]), ('top_tokens', i32, ['B', 16]), ('attention', f32, ['B', 196]),
         ('places', i32, ['B', 2]), ('context', f32, ['B', width]), ('next_state', f32, ['B', 2 * hidden])])
