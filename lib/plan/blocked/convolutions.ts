/** Which kernel computes a convolution, and what it wants. */
import type { GraphAttributes, Node, Value } from '../../graph/graph.js';
import type { Attributes } from '../../runtime/addon.js';
import { CACHE_BYTES, type Layer } from './choice.js';
import { inputBlocks } from './groups.js';
import { blockedShape, type Image, imageOf } from './images.js';
import type { Blocking, Precision } from './rewrite.js';

type Pair = readonly [number, number];

/** A convolution of images with constant weights. */
interface Convolution {
  readonly input: Image;
  readonly output: Image;
  readonly kernel: Pair;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** One way to compute it. */
interface Algorithm {
  readonly op: string;
  /** Beside those of any convolution; the op that packs the weights (`<op>Weight`) takes them, too. */
  readonly attributes: Attributes;
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

/** By tiles of so many rows and columns of outputs; native/kernels/winograd_conv2d/points.h has the sizes that there are. */
const winograd = (tile: Pair): Algorithm => ({
  op: 'winogradConv2d',
  attributes: { tile },
  packedShape: ({ input, output, kernel }, block) => [
    pointsOf(tile, kernel),
    blocks(output.channels, block),
    blocks(input.channels, block),
    block,
    block,
  ],
});

/** Products that a tile takes for one input and one output channel. */
const pointsOf = (tile: Pair, kernel: Pair) => (tile[0] + kernel[0] - 1) * (tile[1] + kernel[1] - 1);

/** The tiles to choose from, by kernel. */
const winogradTiles: Readonly<Record<string, readonly Pair[]>> = {
  '3,3': [
    [2, 2],
    [4, 4],
  ],
  '5,5': [[2, 2]],
  '1,3': [[1, 4]],
  '3,1': [[4, 1]],
  '1,7': [[1, 4]],
  '7,1': [[4, 1]],
};

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
  const weightsAreNear = blocking.parameters <= NEAR_PARAMETERS;
  const algorithms = algorithmsFor(convolution, isPlain, blocking.precision, weightsAreNear);
  const nodeAttributes = {
    ...node.attributes,
    inChannels: input.channels,
    outChannels: output.channels,
    kernel,
  };
  const layer: Layer = {
    module: node.module,
    geometry: geometryOf(convolution, node.attributes),
    weightsAreNear,
    output: blockedShape(output, blocking.block),
    ways: algorithms.map((algorithm) => ({
      op: algorithm.op,
      attributes: { ...nodeAttributes, ...algorithm.attributes },
      input: algorithm === stem ? x.shape : blockedShape(input, blocking.block),
      weight: algorithm.packedShape(convolution, blocking.block),
    })),
  };
  const algorithm = algorithms[blocking.choose(layer)] as Algorithm;

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
  blocking.add(node.outputs[0] as Value, op, { ...nodeAttributes, ...attributes }, inputs, node.module);
  return true;
}

/**
 * Winograd's tiles and the direct algorithm, the one that should take least first. A tile takes, for one input and one output
 * channel, its multiply-adds, or its transformed weights on their way from a far cache, whichever takes longer: few large tiles,
 * as on the 7x7 images of late layers, wait for their weights: less in a network so small that one run finds them where the run
 * before left them. Weights that no cache holds come from memory, which threads share, and take memory from others; they count
 * in full. Whether it is better than the direct algorithm depends on multiply-adds alone. The constants were measured on a
 * Zen 3 core with AVX2; only their ratios matter.
 */
function directOrWinograd({ input, output, kernel }: Convolution, weightsAreNear: boolean): Algorithm[] {
  const perWeight = weightsAreNear ? NANOSECONDS_PER_NEAR_WEIGHT : NANOSECONDS_PER_WEIGHT;
  const least = output.height * output.width * kernel[0] * kernel[1] * NANOSECONDS_PER_DIRECT_PRODUCT;
  const tiles = (winogradTiles[`${kernel}`] ?? []).map((tile) => {
    const points = pointsOf(tile, kernel);
    const count = Math.ceil(output.height / tile[0]) * Math.ceil(output.width / tile[1]);
    const products = points * count * NANOSECONDS_PER_PRODUCT;
    const weights = points * perWeight;
    const isCached = 4 * points * input.channels * output.channels <= CACHE_BYTES;
    const nanoseconds = isCached ? Math.max(products, weights) : products + weights;
    return { algorithm: winograd(tile), isBetter: products < least, nanoseconds };
  });
  tiles.sort((a, b) => a.nanoseconds - b.nanoseconds);
  const better = tiles.filter(({ isBetter }) => isBetter);
  const worse = tiles.filter(({ isBetter }) => !isBetter);
  return [...better, { algorithm: direct }, ...worse].map(({ algorithm }) => algorithm);
}

const NANOSECONDS_PER_DIRECT_PRODUCT = 0.0222;
/** Of transformed tiles; with what the transforms take. */
const NANOSECONDS_PER_PRODUCT = 0.0275;
const NANOSECONDS_PER_WEIGHT = 0.286;
const NANOSECONDS_PER_NEAR_WEIGHT = 0.18;
/** With the four times as many transformed weights of F(4x4, 3x3), half of the last level. */
const NEAR_PARAMETERS = 2 ** 20;

/** The algorithms that can compute a convolution, the one that should be the fastest first. */
function algorithmsFor(
  convolution: Convolution,
  isPlain: boolean,
  precision: Precision,
  weightsAreNear: boolean,
): Algorithm[] {
  const { input, output, stride, dilation, groups } = convolution;
  if (groups > 1) {
    return [groups === input.channels && groups === output.channels ? depthwise : direct];
  }
  if (isPlain && input.channels <= STEM_CHANNELS) return [stem];
  if (precision === 'strict' || [...stride, ...dilation].some((step) => step !== 1)) return [direct];
  return directOrWinograd(convolution, weightsAreNear);
}

/** `64x56x56 -> 128x28x28, kernel 3x3, stride 2x2, padding 1,1,1,1, dilation 1x1, groups 1`. */
function geometryOf(
  { input, output, kernel, stride, dilation, groups }: Convolution,
  { padding }: GraphAttributes,
): string {
  const [from, to] = [input, output].map(({ channels, height, width }) => `${channels}x${height}x${width}`);
  return (
    `${from} -> ${to}, kernel ${kernel.join('x')}, stride ${stride.join('x')}, padding ${padding}, ` +
    `dilation ${dilation.join('x')}, groups ${groups}`
  );
}
