/**
 * Folds what scales and shifts channels by constants into the convolution, transposed convolution or linear layer before
 * it, whose only user it is: batch normalisation, and products, quotients, sums and differences.
 * `s (W x + b - c) + t = (s W) x + (s (b - c) + t)`; for a normalisation c is μ, s is γ / σ and t is β.
 *
 * A normalisation before a convolution stays: the zeros that the convolution pads with are not normalised.
 */
import { add, div, mul, sub } from '../../functional/arithmetic.js';
import { neg, reciprocal, sqrt } from '../../functional/elementwise.js';
import { reshape, view } from '../../functional/reshape.js';
import { expand } from '../../functional/squeeze.js';
import { full } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { equalShapes } from '../dim.js';
import type { Graph, Node, Value } from '../graph.js';
import { Constants } from './constants.js';
import { rewrite } from './rewrite.js';
import { onlyUser, usesOf } from './uses.js';

/** `scale (x - center) + shift`, one of each for every channel, where they are there. */
interface Affine {
  readonly center?: Tensor | undefined;
  readonly scale?: Tensor | undefined;
  readonly shift?: Tensor | undefined;
}

export function foldAffine(graph: Graph): Graph {
  const uses = usesOf(graph);
  const constants = new Constants(graph);
  const layers = new Map<Value, Node>(); // by their outputs
  const folded = rewrite(graph, (node) => {
    const layer = node.inputs.map((value) => value && layers.get(value)).find((one) => one);
    const affine = layer && onlyUser(layer, uses) === node ? affineOf(node, layer, constants) : undefined;
    const result = layer && affine ? withAffine(layer, affine, node.outputs, constants) : node;
    if (isFoldable(result, constants)) layers.set(result.outputs[0] as Value, result);
    return [result];
  });
  return folded.with({ constants: constants.tensors });
}

/** Which dimension of a layer's output are the channels; undefined for other ops, and for an image without a batch. */
function channelDim({ op, outputs }: Node): number | undefined {
  const rank = outputs[0]?.shape.length as number;
  if (op === 'linear') return rank - 1;
  const [, dims] = /^conv(?:Transpose)?([123])d$/.exec(op) ?? [];
  return rank === Number(dims) + 2 ? 1 : undefined;
}

/** Whether a node is a layer of constant weights that ends in nothing else, such as a residual that it adds. */
function isFoldable(node: Node, constants: Constants): boolean {
  const { activation = 'none' } = node.attributes;
  const parameters = node.inputs.slice(1).map((value) => constants.get(value));
  const isBare = activation === 'none' && parameters.length === 2 && !parameters.includes(undefined);
  return isBare && channelDim(node) !== undefined;
}

const arithmetic = new Set(['add', 'div', 'mul', 'sub']);

/** What a node does to the channels of a layer's output; undefined where it does something else. */
function affineOf(node: Node, layer: Node, constants: Constants): Affine | undefined {
  const [output] = layer.outputs as [Value];
  const [x, ...others] = node.inputs;
  const dim = channelDim(layer) as number;
  if (node.op === 'batchNorm') {
    const parameters = others.map((value) => constants.get(value));
    if (x !== output || dim !== 1 || parameters.includes(undefined)) return undefined;
    const [center, variance, gamma, beta] = parameters as [Tensor, Tensor, Tensor | null, Tensor | null];
    const deviation = sqrt(add(variance, node.attributes.eps as number));
    return { center, scale: gamma ? div(gamma, deviation) : reciprocal(deviation), shift: beta ?? undefined };
  }
  const isFirst = x === output;
  const operand = arithmetic.has(node.op) && constants.get((isFirst ? others[0] : x) as Value);
  if (!operand || !equalShapes((node.outputs[0] as Value).shape, output.shape)) return undefined;
  const one = perChannel(operand, output.shape, dim);
  if (one === undefined) return undefined;
  if (node.op === 'add') return { shift: one };
  if (node.op === 'mul') return { scale: one };
  if (node.op === 'div' && isFirst) return { scale: reciprocal(one) };
  if (node.op === 'sub') return isFirst ? { center: one } : { scale: full(one.shape, -1), shift: one };
  return undefined;
}

/** A tensor that broadcasts to a shape, as one number for each channel; undefined where it differs within a channel. */
function perChannel(tensor: Tensor, shape: Value['shape'], dim: number): Tensor | undefined {
  const added = shape.length - tensor.ndim;
  if (tensor.shape.some((size, d) => size !== 1 && d + added !== dim)) return undefined;
  return expand(reshape(tensor, [-1]), [shape[dim] as number]);
}

function withAffine(
  layer: Node,
  { center, scale, shift }: Affine,
  outputs: readonly Value[],
  constants: Constants,
): Node {
  const [x, weight, bias] = layer.inputs as [Value, Value, Value | null];
  const name = `${weight.name.replace(/\.folded(_\d+)?$/, '')}.folded`;
  let b = constants.get(bias);
  if (center) b = b ? sub(b, center) : neg(center);
  if (scale && b) b = mul(b, scale);
  if (shift) b = b ? add(b, shift) : shift;
  const w = scale ? constants.add(name, scaled(layer, constants.get(weight) as Tensor, scale)) : weight;
  return { ...layer, inputs: [x, w, b ? constants.add(`${name}.bias`, b.contiguous()) : null], outputs };
}

/** The weight with each output channel multiplied by its scale. */
function scaled({ op, attributes }: Node, weight: Tensor, scale: Tensor): Tensor {
  const { shape } = weight;
  if (!op.startsWith('convTranspose')) return mul(weight, view(scale, [-1, ...shape.slice(1).fill(1)]));
  // (inChannels, outChannels / groups, …): the rows of a group see its part of the output channels.
  const groups = attributes.groups as number;
  const [inChannels, outChannels, ...kernel] = shape as [number, number, ...number[]];
  const rows = reshape(weight, [groups, inChannels / groups, outChannels, ...kernel]);
  return view(mul(rows, view(scale, [groups, 1, outChannels, ...kernel.map(() => 1)])), shape);
}
