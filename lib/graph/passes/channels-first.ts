/**
 * Lets layers of channels-last images work on channels-first ones, as convolutions do: a layer normalisation of the last
 * dimension becomes one of the channels, and a linear layer a convolution of single pixels.
 *
 * Only on a way from a permute to channels-last to the one that undoes it, such as through a block of ConvNeXt, where no
 * permute remains. Here each layer gets permutes of its own around it; `pushTransposes` lets them meet.
 */
import { reshape } from '../../functional/reshape.js';
import type { Tensor } from '../../tensor/tensor.js';
import { isElementwise } from '../elementwise.js';
import type { Graph, Node, Value } from '../graph.js';
import { Names } from '../names.js';
import { rewrite } from './rewrite.js';
import { namesOf, onlyUser, usesOf } from './uses.js';

const TO_LAST = [0, 2, 3, 1];
const TO_FIRST = [0, 3, 1, 2];

export function channelsFirst(graph: Graph): Graph {
  const layers = layersBetweenPermutes(graph);
  const names = new Names(namesOf(graph));
  const constants = new Map(graph.constants);
  const named = (name: string, shape: Value['shape']): Value => ({
    name: names.unique(name),
    shape,
    dtype: 'float32',
  });

  /** The weight of a linear layer as that of a convolution of single pixels. */
  const kernelOf = (weight: Value): Value => {
    const shape = [...(weight.shape as readonly number[]), 1, 1];
    const kernel = named(`${weight.name}.kernel`, shape);
    constants.set(kernel, reshape(graph.constants.get(weight) as Tensor, shape));
    return kernel;
  };
  const rewritten = rewrite(graph, (node) => {
    const [output] = node.outputs as [Value];
    if (!layers.has(output)) return [node];
    const [x, ...parameters] = node.inputs as [Value, ...Value[]];
    const image = named(`${x.name}.image`, ordered(x.shape, TO_FIRST));
    const result = named(`${output.name}.image`, ordered(output.shape, TO_FIRST));
    const layer = { ...node, ...imageLayer(node, image, parameters, kernelOf), outputs: [result] };
    return [permute(x, TO_FIRST, image, node), layer, permute(result, TO_LAST, output, node)];
  });
  return rewritten.with({ constants });
}

/** The outputs of the layers on the way from one permute to its inverse that are alone on it, but for constants. */
function layersBetweenPermutes(graph: Graph): Set<Value> {
  const uses = usesOf(graph);
  const found = new Set<Value>();
  for (const start of graph.nodes) {
    if (!isPermute(start, TO_LAST)) continue;
    const passed: Value[] = [];
    let node = onlyUser(start, uses);
    while (node && canFollow(node, graph)) {
      if (!isElementwise(node.op)) passed.push(node.outputs[0] as Value);
      node = onlyUser(node, uses);
    }
    if (node && isPermute(node, TO_FIRST)) for (const output of passed) found.add(output);
  }
  return found;
}

function isPermute({ op, attributes }: Node, dims: readonly number[]): boolean {
  return op === 'permute' && `${attributes.dims}` === `${dims}`;
}

/** Whether a node whose first or only computed input is an image can have its channels first. */
function canFollow({ op, attributes, inputs, outputs }: Node, { constants }: Graph): boolean {
  const computed = inputs.filter((value) => value !== null && !constants.has(value));
  if (computed.length !== 1 || outputs[0]?.shape.length !== 4) return false;
  if (op === 'rowNorm') {
    const { length, inner, groups } = attributes;
    return inner === 1 && groups === 1 && length === inputs[0]?.shape[3];
  }
  return (op === 'linear' && !inputs[1]?.shape.includes(0)) || isElementwise(op);
}

function imageLayer(
  { op, attributes }: Node,
  image: Value,
  [weight, bias]: readonly Value[],
  kernelOf: (weight: Value) => Value,
): Pick<Node, 'op' | 'attributes' | 'inputs'> {
  if (op === 'rowNorm')
    return {
      op: 'channelNorm',
      attributes: { eps: attributes.eps as number },
      inputs: [image, weight ?? null, bias ?? null],
    };
  const single = { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 };
  return {
    op: 'conv2d',
    attributes: { ...attributes, ...single },
    inputs: [image, kernelOf(weight as Value), bias ?? null],
  };
}

function permute(from: Value, dims: readonly number[], to: Value, { module }: Node): Node {
  return { op: 'permute', attributes: { dims }, inputs: [from], outputs: [to], module };
}

function ordered(shape: Value['shape'], dims: readonly number[]): Value['shape'] {
  return dims.map((d) => shape[d] as Value['shape'][number]);
}
