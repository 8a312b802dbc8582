/** Element types of ONNX tensors that a model pack uses (TensorProto.DataType). */
const ELEMENT_TYPES = { 1: 'float32', 6: 'int32', 7: 'int64', 10: 'float16' };

function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length) throw new Error('the file ends in the middle of a field');
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) yield [tag >> 3, varint()];
    else if (wire === 2) {
      const length = varint();
      if (length < 0 || at + length > bytes.length) throw new Error('the file ends in the middle of a field');
      yield [tag >> 3, bytes.subarray(at, at + length)];
      at += length;
    } else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else throw new Error(`wire type ${wire} does not occur in ONNX`);
  }
}

const all = (bytes, field) => [...fields(bytes)].filter(([number]) => number === field).map(([, value]) => value);
const text = (bytes) => Buffer.from(bytes).toString('utf8');

/** ValueInfoProto -> name, element type, and shape with names for what is free. */
function valueInfo(bytes) {
  const tensor = all(all(bytes, 2)[0] ?? [], 1)[0] ?? [];
  const element = all(tensor, 1)[0];
  const dimensions = all(all(tensor, 2)[0] ?? [], 1);
  return {
    name: text(all(bytes, 1)[0] ?? []),
    type: ELEMENT_TYPES[element] ?? `ONNX type ${element}`,
    shape: dimensions.map((dimension) => all(dimension, 1)[0] ?? text(all(dimension, 2)[0] ?? [])),
  };
}

/**
 * Reads inputs and outputs of an ONNX file (onnx.proto: ModelProto.graph = 7, GraphProto.input = 11, .output = 12).
 *
 * @param {Uint8Array} bytes
 * @returns {{ inputs: object[], outputs: object[] }} Each `{ name, type, shape }`.
 * @throws If the bytes are not a protocol buffer with a graph in it.
 */
export function onnxSignature(bytes) {
  const graph = all(bytes, 7)[0];
  if (!(graph instanceof Uint8Array)) throw new Error('there is no graph in it');
  const initializers = new Set(all(graph, 5).map((tensor) => text(all(tensor, 8)[0] ?? [])));
  return {
    inputs: all(graph, 11)
      .map(valueInfo)
      .filter(({ name }) => !initializers.has(name)),
    outputs: all(graph, 12).map(valueInfo),
  };
}
