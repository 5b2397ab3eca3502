/** How each op works on images in blocks. */
import { add, div, mul, sub } from '../../functional/arithmetic.js';
import { reciprocal, sqrt } from '../../functional/elementwise.js';
import { view } from '../../functional/reshape.js';
import { type Dim, equalShapes } from '../../graph/dim.js';
import { activationOps } from '../../graph/elementwise.js';
import type { GraphAttributes, Node, Value } from '../../graph/graph.js';
import type { Tensor } from '../../tensor/tensor.js';
import { takeActivation } from './activations.js';
import type { Channel } from './channels.js';
import { blockConvolution } from './convolutions.js';
import { blockedShape, type Image, imageOf } from './images.js';
import type { Blocking } from './rewrite.js';
import { blockTransposedConvolution } from './transposed.js';

/** Adds what does the node's work on blocked tensors; false where that cannot be done or is not worth it. */
export type Rule = (node: Node, blocking: Blocking) => boolean;

/** What makes an image of one that is in blocks already, each channel by itself. */
const channelwise =
  (op: string): Rule =>
  (node, blocking) => {
    const [x] = node.inputs as [Value];
    const [y] = node.outputs as [Value];
    if (!blocking.isBlocked(x) || !imageOf(y)) return false;
    blocking.add(y, op, node.attributes, [blocking.blocked(x, node.module)], node.module);
    return true;
  };

/** Functions of which the lanes behind the last channel could make something that is not finite: where there are none. */
const whereFull =
  (rule: Rule): Rule =>
  (node, blocking) =>
    ((node.outputs[0] as Value).shape[1] as number) % blocking.block === 0 && rule(node, blocking);

/** Functions of two tensors that broadcast to an image, of which one at least is in blocks and has all of its channels. */
const binary: Rule = (node, blocking) => {
  const [y] = node.outputs as [Value];
  const image = imageOf(y);
  const operands = node.inputs as Value[];
  if (!image || !operands.some((x) => blocking.isBlocked(x) && hasChannelsOf(image, x))) return false;
  if (!operands.every((x) => imageOf(x) || isBroadcast(x) || isPerChannel(image, x, blocking))) return false;
  const inputs = operands.map((x) => operandFor(image, x, node.module, blocking));
  blocking.add(y, node.op, node.attributes, inputs, node.module);
  return true;
};

function hasChannelsOf(image: Image, value: Value): boolean {
  return imageOf(value)?.channels === image.channels;
}

/** Whether a value, aligned to the right of an image, has one element for all channels. */
function isBroadcast({ shape }: Value): boolean {
  return (shape.at(-3) ?? 1) === 1 && shape.length <= 4;
}

/** Whether a value is a constant (C, 1, 1). */
function isPerChannel({ channels }: Image, value: Value, blocking: Blocking): boolean {
  return `${value.shape}` === `${[channels, 1, 1]}` && Boolean(blocking.constants.get(value));
}

function operandFor(image: Image, value: Value, module: string, blocking: Blocking): Value {
  if (hasChannelsOf(image, value)) return blocking.blocked(value, module);
  if (!isBroadcast(value)) {
    const tensor = view(blocking.constants.get(value) as Tensor, [1, image.channels, 1, 1]);
    const shape = blockedShape({ ...image, rows: 1, height: 1, width: 1 }, blocking.block) as number[];
    const channels = blocking.constants.add(`${value.name}.channels`, tensor);
    return blocking.packed(`${value.name}.blocked`, 'toBlocked', {}, channels, shape);
  }
  const [rows = 1, , height = 1, width = 1] = [...Array(4 - value.shape.length).fill(1), ...value.shape];
  return blocking.reshaped(value, [rows, 1, height, width, 1], module);
}

/** `(x - μ) / √(σ² + ε) γ + β` as `x scale + shift`, and the activation function that is its only user. */
const batchNorm: Rule = (node, blocking) => {
  const [x, ...parameters] = node.inputs as [Value, ...(Value | null)[]];
  const tensors = parameters.map((value) => blocking.constants.get(value));
  if (!blocking.isBlocked(x) || tensors.includes(undefined)) return false;
  const [mean, variance, gamma, beta] = tensors as [Tensor, Tensor, Tensor | null, Tensor | null];
  const deviation = sqrt(add(variance, node.attributes.eps as number));
  const scale = gamma ? div(gamma, deviation) : reciprocal(deviation);
  const shift = beta ? sub(beta, mul(mean, scale)) : mul(mul(mean, scale), -1);
  const { attributes, last } = takeActivation(node, blocking);
  blocking.add(
    last.outputs[0] as Value,
    'blockedBatchNorm',
    attributes,
    [
      blocking.blocked(x, node.module),
      blocking.constants.add(`${(parameters[0] as Value).name}.scale`, scale),
      blocking.constants.add(`${(parameters[0] as Value).name}.shift`, shift),
    ],
    last.module,
  );
  return true;
};

/** A normalisation of each pixel over its channels. */
const channelNorm: Rule = (node, blocking) => {
  const [x, ...parameters] = node.inputs as [Value, ...(Value | null)[]];
  const [y] = node.outputs as [Value];
  const image = imageOf(y);
  if (!image || !blocking.isBlocked(x)) return false;
  for (const value of parameters) if (value !== null) blocking.plain(value, node.module);
  const attributes = { ...node.attributes, channels: image.channels };
  blocking.add(
    y,
    'blockedChannelNorm',
    attributes,
    [blocking.blocked(x, node.module), ...parameters],
    node.module,
  );
  return true;
};

/** A change of the height or of the width: lines of one size become lines of another, whatever they hold. */
const resample: Rule = (node, blocking) =>
  (node.attributes.dim as number) > 1 && channelwise('resample')(node, blocking);

/** The mean of an image, or of parts of the same size: those of other sizes overlap, and stay in order. */
function averageOf(image: Image, output: Image): GraphAttributes | undefined {
  const sizes = [image.height / output.height, image.width / output.width];
  if (!sizes.every(Number.isInteger)) return undefined;
  return {
    kernelSize: sizes,
    stride: sizes,
    padding: [0, 0, 0, 0],
    countIncludePad: false,
    divisorOverride: 0,
  };
}

const adaptiveAvgPool: Rule = (node, blocking) => {
  const [x] = node.inputs as [Value];
  const [y] = node.outputs as [Value];
  const [image, output] = [imageOf(x), imageOf(y)];
  const attributes = image && output && averageOf(image, output);
  if (!attributes || !blocking.isBlocked(x)) return false;
  blocking.add(y, 'blockedAvgPool2d', attributes, [blocking.blocked(x, node.module)], node.module);
  return true;
};

/** The mean over height and width, with or without them left as ones. */
const mean: Rule = (node, blocking) => {
  const [x] = node.inputs as [Value];
  const [y] = node.outputs as [Value];
  const image = imageOf(x);
  if (!image || !blocking.isBlocked(x) || `${node.attributes.dims}` !== '2,3') return false;
  const shape = [image.rows, image.channels, 1, 1];
  const pooled = imageOf(y) ? y : blocking.value(`${y.name}.image`, shape);
  const attributes = averageOf(image, imageOf(pooled) as Image) as GraphAttributes;
  blocking.add(pooled, 'blockedAvgPool2d', attributes, [blocking.blocked(x, node.module)], node.module);
  if (pooled !== y) {
    blocking.addPlain({ ...node, op: 'reshape', attributes: { shape: y.shape }, inputs: [pooled] });
  }
  return true;
};

const cat: Rule = (node, blocking) => {
  const [y] = node.outputs as [Value];
  const inputs = node.inputs as Value[];
  if (node.attributes.dim !== 1 || !imageOf(y) || !inputs.every((x) => imageOf(x))) return false;
  if (!inputs.some((x) => blocking.isBlocked(x))) return false;
  blocking.setChannels(
    y,
    inputs.flatMap((x) => blocking.channels(x, node.module)),
  );
  return true;
};

const slice: Rule = (node, blocking) => {
  const [x] = node.inputs as [Value];
  const [y] = node.outputs as [Value];
  const { dim, start, length, step } = node.attributes as Record<'dim' | 'start' | 'length' | 'step', number>;
  if (dim !== 1 || !blocking.isBlocked(x) || !imageOf(y)) return false;
  const channels = blocking.channels(x, node.module);
  const kept = Array.from({ length }, (_, i) => channels[start + i * step] as Channel);
  blocking.setChannels(y, kept);
  return true;
};

/**
 * The shuffle of channels that begins with this node: (N, C, H, W) as (N, groups, C / groups, H, W), of which groups and the
 * channels in them change places.
 */
const shuffle: Rule = (node, blocking) => {
  const [x] = node.inputs as [Value];
  const permute = blocking.onlyUser(node);
  const back = permute && blocking.onlyUser(permute);
  const image = imageOf(x);
  if (!image || !blocking.isBlocked(x) || permute?.op !== 'permute' || back?.op !== 'reshape') return false;
  const [y] = back.outputs as [Value];
  const [rows, groups, each, ...plane] = (node.outputs[0] as Value).shape as [
    Dim,
    number,
    number,
    ...number[],
  ];
  const isShuffle =
    `${permute.attributes.dims}` === '0,2,1,3,4' &&
    `${plane}` === `${[image.height, image.width]}` &&
    equalShapes([rows, groups * each], x.shape.slice(0, 2)) &&
    equalShapes(x.shape, y.shape);
  if (!isShuffle) return false;
  const channels = blocking.channels(x, node.module);
  const shuffled = channels.map((_, k) => channels[(k % groups) * each + Math.floor(k / groups)] as Channel);
  blocking.setChannels(y, shuffled);
  blocking.skip(permute, back);
  return true;
};

const entries: [string, Rule][] = [
  ['conv2d', blockConvolution],
  ['convTranspose2d', blockTransposedConvolution],
  ['maxPool2d', channelwise('blockedMaxPool2d')],
  ['avgPool2d', channelwise('blockedAvgPool2d')],
  ['adaptiveAvgPool2d', adaptiveAvgPool],
  ['mean', mean],
  ['batchNorm', batchNorm],
  ['channelNorm', channelNorm],
  ['resample', resample],
  ['cat', cat],
  ['slice', slice],
  ['reshape', shuffle],
];
for (const op of [...activationOps, 'abs', 'neg', 'sign']) entries.push([op, channelwise(op)]);
for (const op of ['cos', 'exp', 'log', 'reciprocal', 'rsqrt', 'sin', 'sqrt']) {
  entries.push([op, whereFull(channelwise(op))]);
}
for (const op of ['add', 'maximum', 'minimum', 'mul', 'sub']) entries.push([op, binary]);
for (const op of ['div', 'pow']) entries.push([op, whereFull(binary)]);

/** By the op in the graph. */
export const rules: ReadonlyMap<string, Rule> = new Map(entries);
