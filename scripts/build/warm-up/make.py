"""Makes warm-up.onnx: the smallest graph that runs what an encoder runs (worker/runtime/start-runtime.ts).

  python scripts/build/warm-up/make.py        (the Python environment of models/training)

`x` [1, 64, 28, 28] -> `y` [1, 1024], all weights 0. They are made by ConstantOfShape, so that the file is small, and dequantized as a model's are.
"""
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto as T, helper, numpy_helper

CHANNELS, COLUMNS, SIDE = 64, 1024, 28


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, value, name):
        self.constants.append(numpy_helper.from_array(np.array(value), name))
        return name

    def zeros(self, name, kind, *shape):
        shape = self.constant(np.array(shape, np.int64), f'{name}.shape')
        return self.node('ConstantOfShape', [shape], name, value=helper.make_tensor('value', kind, [1], [0]))

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def conv(self, x, y, kernel, stride=1, groups=1):
        """A convolution as EfficientNet-Lite has it, with its weights as a pack stores them."""
        stored = self.zeros(f'{y}.int8', T.INT8, CHANNELS, CHANNELS // groups, kernel, kernel)
        weight = self.node('DequantizeLinear', [stored, 'scale', 'zero'], f'{y}.weight', axis=0)
        before = (kernel - stride) // 2
        after = kernel - stride - before
        sums = self.node('Conv', [x, weight, 'bias'], f'{y}.sums', group=groups, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[before] * 2 + [after] * 2)
        return self.node('Clip', [sums, 'low', 'high'], y)


def main():
    graph = Graph()
    graph.constant(np.float32(0), 'low')
    graph.constant(np.float32(6), 'high')
    for name, kind in (('scale', T.FLOAT), ('zero', T.INT8), ('bias', T.FLOAT)):
        graph.zeros(name, kind, CHANNELS)
    depthwise = graph.conv(graph.conv(graph.conv('x', 'a', 1), 'b', 3, groups=CHANNELS), 'c', 5, groups=CHANNELS)
    both = graph.node('Add', [graph.conv(depthwise, 'd', 1), depthwise], 'e')
    last = graph.conv(graph.conv(graph.conv(both, 'f', 3, 2, CHANNELS), 'g', 5, 2, CHANNELS), 'h', 1)
    mean = graph.node('ReduceMean', [last], 'mean', axes=[2, 3], keepdims=0)
    graph.node('Gemm', [mean, graph.zeros('matrix', T.FLOAT, CHANNELS, COLUMNS)], 'y')
    value = helper.make_tensor_value_info
    built = helper.make_graph(graph.nodes, 'warm-up', [value('x', T.FLOAT, [1, CHANNELS, SIDE, SIDE])], [value('y', T.FLOAT, [1, COLUMNS])], graph.constants)
    model = helper.make_model(built, opset_imports=[helper.make_opsetid('', 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, Path(__file__).with_name('warm-up.onnx'))


if __name__ == '__main__':
    main()
