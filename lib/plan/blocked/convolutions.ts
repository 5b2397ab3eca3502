/** Which kernel computes a convolution, and what it wants. */
import type { Node, Value } from '../../graph/graph.js';
import { inputBlocks } from './groups.js';
import { type Image, imageOf } from './images.js';
import type { Blocking, Precision } from './rewrite.js';

/** A convolution of images with constant weights. */
interface Convolution {
  readonly input: Image;
  readonly output: Image;
  readonly kernel: readonly [number, number];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** One way to compute it. */
interface Algorithm {
  readonly op: string;
  /** Beside those of any convolution; the op that packs the weights (`<op>Weight`) takes them, too. */
  readonly attributes: Readonly<Record<string, number>>;
  /** Of the packed weights. */
  packedShape(convolution: Convolution, block: number): number[];
}

/** The most channels of a plain image that are read where they are. */
const STEM_CHANNELS = 4;

const blocks = (channels: number, block: number) => Math.ceil(channels / block);

const direct: Algorithm = {
  op: 'blockedConv2d',
  attributes: {},
  packedShape: ({ input, output, kernel, groups }, block) => [
    blocks(output.channels, block),
    inputBlocks(input.channels, output.channels, groups, block),
    ...kernel,
    block,
    block,
  ],
};

const stem: Algorithm = {
  op: 'stemConv2d',
  attributes: {},
  packedShape: ({ input, output, kernel }, block) => [
    blocks(output.channels, block),
    input.channels,
    ...kernel,
    block,
  ],
};

const depthwise: Algorithm = {
  op: 'blockedDepthwiseConv2d',
  attributes: {},
  packedShape: ({ output, kernel }, block) => [blocks(output.channels, block), ...kernel, block],
};

const winograd = (tile: number): Algorithm => ({
  op: 'winogradConv2d',
  attributes: { tile },
  packedShape: ({ input, output }, block) => [
    (tile + 2) ** 2,
    blocks(output.channels, block),
    blocks(input.channels, block),
    block,
    block,
  ],
});

/** The rule for conv2d. */
export function blockConvolution(node: Node, blocking: Blocking): boolean {
  const [x, weight, bias, residual] = node.inputs as [Value, Value, Value | null, Value?];
  const input = imageOf(x);
  const output = imageOf(node.outputs[0] as Value);
  const tensor = blocking.constants.get(weight);
  const isConstant = tensor && (bias === null || blocking.constants.get(bias));
  if (!input || !output || !isConstant) return false;
  const { stride, dilation, groups } = node.attributes as {
    stride: number[];
    dilation: number[];
    groups: number;
  };
  const kernel = tensor.shape.slice(2) as [number, number];
  const convolution = { input, output, kernel, stride, dilation, groups };
  const isPlain = !blocking.isBlocked(x);
  const algorithm = chooseAlgorithm(convolution, isPlain, blocking.precision);

  const { op, attributes } = algorithm;
  const packed = blocking.packed(
    [weight.name, ...Object.entries({ op, ...attributes, groups }).flat()].join('.'),
    `${op}Weight`,
    { ...attributes, groups },
    weight,
    algorithm.packedShape(convolution, blocking.block),
  );
  const inputs = [algorithm === stem ? x : blocking.blocked(x, node.module), packed, bias];
  if (residual !== undefined) inputs.push(blocking.blocked(residual, node.module));
  blocking.add(
    node.outputs[0] as Value,
    op,
    { ...node.attributes, ...attributes, inChannels: input.channels, outChannels: output.channels, kernel },
    inputs,
    node.module,
  );
  return true;
}

/**
 * What F(tile x tile, 3x3) takes for one input and one output channel: multiply-adds, or the transformed weights on their way
 * from memory, whichever takes longer. Few large tiles, as on the 7x7 images of late layers, wait for their weights. Against
 * either the direct algorithm, with 9 multiply-adds for each element, is slower wherever there are enough channels to fill a
 * vector. The constants were measured on a Zen 3 core with AVX2; only their ratio matters.
 */
function nanosecondsOf(tile: number, { height, width }: Image): number {
  const points = (tile + 2) ** 2;
  const tiles = Math.ceil(height / tile) * Math.ceil(width / tile);
  return points * Math.max(tiles * NANOSECONDS_PER_PRODUCT, NANOSECONDS_PER_WEIGHT);
}

const NANOSECONDS_PER_PRODUCT = 0.0275;
const NANOSECONDS_PER_WEIGHT = 0.286;

function chooseAlgorithm(convolution: Convolution, isPlain: boolean, precision: Precision): Algorithm {
  const { input, output, kernel, stride, dilation, groups } = convolution;
  if (groups > 1) {
    return groups === input.channels && groups === output.channels ? depthwise : direct;
  }
  if (isPlain && input.channels <= STEM_CHANNELS) return stem;
  const is3x3 = `${kernel}` === '3,3' && `${stride}` === '1,1' && `${dilation}` === '1,1';
  if (!is3x3 || precision === 'strict') return direct;
  return nanosecondsOf(2, output) < nanosecondsOf(4, output) ? winograd(2) : winograd(4);
}
