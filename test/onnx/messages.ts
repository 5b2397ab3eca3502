/** The messages of small models. */
import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  ValueInfoProto,
} from '../../lib/onnx/schema.js';

export const int = (name: string, i: number): AttributeProto => ({ name, type: 2, i });
export const ints = (name: string, values: number[]): AttributeProto => ({ name, type: 7, ints: values });
export const float = (name: string, f: number): AttributeProto => ({ name, type: 1, f });
export const text = (name: string, s: string): AttributeProto => ({ name, type: 3, s: Buffer.from(s) });

export function info(name: string, dims: (number | string)[], elemType = 1): ValueInfoProto {
  const dim = dims.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

export function node(
  opType: string,
  input: string[],
  output: string[],
  attribute: AttributeProto[] = [],
): NodeProto {
  return { opType, input, output, attribute, name: `${opType} of ${output}` };
}

/** A model with an input x and an output y, unless the graph has others. */
export function modelOf(graph: GraphProto, opset = 17): ModelProto {
  return {
    irVersion: 8,
    opsetImport: [{ domain: '', version: opset }],
    graph: { name: 'test', input: [info('x', ['N', 3])], output: [info('y', ['N', 2])], ...graph },
  };
}
