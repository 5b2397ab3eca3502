/** From a graph to the message of an ONNX model. */
import { ConvoltError } from '../../errors.js';
import { formatDim } from '../../graph/dim.js';
import type { Graph, Node, Value } from '../../graph/index.js';
import { Tensor } from '../../tensor/tensor.js';
import { toOnnx } from '../dtypes.js';
import {
  type AttributeProto,
  attributeType,
  type GraphProto,
  type NodeProto,
  type ValueInfoProto,
} from '../schema.js';
import { fromTensor } from '../tensor-proto.js';
import { converters } from './ops/index.js';
import { type AttributeValue, type OnnxNode, Unsupported, Writer } from './writer.js';

/** A graph of ONNX; the constants are still tensors, which may go into the message or beside it. */
export interface OnnxGraph {
  readonly nodes: readonly NodeProto[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
}

/**
 * @param opset the version of ONNX's operators
 * @throws ConvoltError `CONVOLT_UNSUPPORTED_OP` that lists all ops without a counterpart, and where they are called
 */
export function convert(graph: Graph, opset: number): OnnxGraph {
  const { nodes, values } = live(graph);
  const writer = new Writer(graph, opset, values);
  const refusals: string[] = [];
  for (const node of nodes) {
    const refusal = convertNode(writer, node);
    if (refusal !== undefined) refusals.push(refusal);
  }
  if (refusals.length > 0) {
    const list = [...new Set(refusals)].map((line) => `\n  ${line}`).join('');
    throw new ConvoltError(
      'CONVOLT_UNSUPPORTED_OP',
      `onnx.save: ONNX (opset ${opset}) has no counterpart for${list}`,
    );
  }
  const outputs = nameOutputs(graph, writer);
  const { kept, used } = needed(writer.nodes, outputs);
  const tensors = [...graph.constants].map(([{ name }, tensor]) => [name, tensor] as const);
  const constants = new Map([...tensors, ...writer.constants].filter(([name]) => used.has(name)));
  return { nodes: kept.map(toNodeProto), constants, inputs: graph.inputs.map(toValueInfo), outputs };
}

/** The ops that the outputs depend on. */
function live({ nodes, outputs }: Graph): { nodes: Node[]; values: Set<Value | null> } {
  const values = new Set<Value | null>(outputs);
  const needed = lastFirst(nodes, (node) => {
    if (!node.outputs.some((value) => values.has(value))) return false;
    for (const value of node.inputs) values.add(value);
    return true;
  });
  return { nodes: needed, values };
}

/** The nodes that the outputs depend on, since converters may write what is for an output that nothing takes. */
function needed(
  nodes: readonly OnnxNode[],
  outputs: readonly ValueInfoProto[],
): { kept: OnnxNode[]; used: Set<string> } {
  const used = new Set(outputs.map(({ name }) => name as string));
  const kept = lastFirst(nodes, ({ input, output }) => {
    if (!output.some((name) => used.has(name))) return false;
    for (const name of input) used.add(name);
    return true;
  });
  return { kept, used };
}

/** Filters a list from its end. */
function lastFirst<T>(list: readonly T[], keep: (item: T) => boolean): T[] {
  return list.toReversed().filter(keep).reverse();
}

/** @returns why it cannot be converted */
function convertNode(writer: Writer, node: Node): string | undefined {
  const where = `${node.op}${node.module === '' ? '' : ` in module '${node.module}'`}`;
  const converter = converters.get(node.op);
  if (converter === undefined) return where;
  try {
    writer.convert(node, converter);
    return undefined;
  } catch (error) {
    if (error instanceof Unsupported) return `${where}: ${error.message}`;
    throw error;
  }
}

/** Outputs have names of their own in ONNX, also where they are inputs, constants or each other. */
function nameOutputs(graph: Graph, writer: Writer): ValueInfoProto[] {
  const given = new Set([...graph.inputs, ...graph.constants.keys()]);
  return graph.outputs.map((value) => {
    if (!given.has(value)) {
      given.add(value);
      return toValueInfo(value);
    }
    const name = writer.unique(`${value.name}.output`);
    writer.nodes.push({ opType: 'Identity', input: [value.name], output: [name], attributes: {} });
    return toValueInfo({ ...value, name });
  });
}

function toNodeProto({ opType, input, output, attributes }: OnnxNode): NodeProto {
  return {
    name: output[0] as string,
    opType,
    input,
    output,
    attribute: Object.entries(attributes).map(toAttribute),
  };
}

function toAttribute([name, value]: [string, AttributeValue]): AttributeProto {
  if (typeof value === 'number') return { name, type: attributeType.INT, i: value };
  if (typeof value === 'string') return { name, type: attributeType.STRING, s: Buffer.from(value) };
  if (value instanceof Tensor) return { name, type: attributeType.TENSOR, t: fromTensor('', value) };
  if ('float' in value) return { name, type: attributeType.FLOAT, f: value.float };
  return { name, type: attributeType.INTS, ints: [...value] };
}

function toValueInfo({ name, dtype, shape }: Value): ValueInfoProto {
  const dim = shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: formatDim(size) },
  );
  return { name, type: { tensorType: { elemType: toOnnx(dtype), shape: { dim } } } };
}

/** The graph's part of the message, without the constants. */
export function toGraphProto({ nodes, inputs, outputs }: OnnxGraph, name: string): GraphProto {
  return { name, node: [...nodes], input: [...inputs], output: [...outputs] };
}
