import { describe, expect, test } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import { type Structure, trace } from '../../lib/graph/index.js';
import { optimize } from '../../lib/graph/passes/index.js';
import { isView } from '../../lib/graph/views.js';
import { compile } from '../../lib/plan/index.js';
import { rowsAreIndependent, rules } from '../../lib/plan/rows.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { dispatch } from '../../lib/runtime/dispatch.js';
import { ones, tensor } from '../../lib/tensor/create.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { moduleOf, smallNet } from '../graph/networks.js';
import {
  block,
  blockedShape,
  packDepthwise,
  packDirect,
  packWinograd,
  winogradAttributes,
} from '../support/blocked.js';

type Forward = (x: Tensor) => Structure<Tensor>;

const F = functional;
const independent = (forward: Forward, shape = [1, 4, 6]) =>
  rowsAreIndependent(trace(moduleOf(forward), [{ shape, dtype: 'float32' }]));

/** Parameters, by their shape. */
function weight(...shape: number[]): Tensor {
  manualSeed(7);
  return randn(shape);
}

/** Indices for each row, the same in all: those that an input determines cannot be traced. */
function indices(x: Tensor, list: number[], ...shape: number[]): Tensor {
  return tensor(list, { dtype: 'int64' })
    .view(1, ...shape)
    .expand(x.size(0), ...shape);
}

const SERIES = [1, 4, 6];
const IMAGES = [1, 4, 6, 6];
const VOLUMES = [1, 4, 4, 6, 6];
const BLOCKED = [1, 2, 6, 6, block];

/** Of each op that keeps rows apart: the shape of an input, and a forward in which it does. */
const samples: Record<string, readonly [readonly number[], Forward]> = {
  adaptiveAvgPool2d: [IMAGES, (x) => F.adaptiveAvgPool2d(x, 3)],
  adaptiveMaxPool: [IMAGES, (x) => F.adaptiveMaxPool2d(x, 3, { returnIndices: true })],
  all: [SERIES, (x) => x.gt(-1).all(2)],
  any: [SERIES, (x) => x.gt(1).any(1)],
  avgPool2d: [VOLUMES, (x) => F.avgPool3d(x, 2)],
  batchNorm: [IMAGES, (x) => F.batchNorm(x, weight(4), weight(4).abs())],
  blockedBatchNorm: [BLOCKED, blockedBatchNorm],
  blockedChannelNorm: [[1, 2, 3, 3, block], blockedChannelNorm],
  blockedConv2d: [BLOCKED, blockedConv2d],
  blockedDepthwiseConv2d: [BLOCKED, blockedDepthwiseConv2d],
  blockedAvgPool2d: [
    BLOCKED,
    (x) =>
      dispatch('blockedAvgPool2d', { ...pooling, countIncludePad: true, divisorOverride: 0 }, [x], [x])[0],
  ],
  blockedMaxPool2d: [
    BLOCKED,
    (x) => dispatch('blockedMaxPool2d', { ...pooling, dilation: [1, 1] }, [x], [x])[0],
  ],
  cat: [SERIES, (x) => F.cat([x, x.relu()], 1)],
  channelNorm: [IMAGES, (x) => dispatch('channelNorm', { eps: 1e-5 }, [x, weight(4), weight(4)], [x])[0]],
  conv1d: [SERIES, (x) => F.conv1d(x, weight(5, 4, 3))],
  conv2d: [IMAGES, (x) => F.conv2d(x, weight(5, 4, 3, 3), null, { padding: 1 })],
  conv3d: [VOLUMES, (x) => F.conv3d(x, weight(5, 4, 3, 3, 3))],
  convTranspose1d: [SERIES, (x) => F.convTranspose1d(x, weight(4, 5, 3))],
  convTranspose2d: [IMAGES, (x) => F.convTranspose2d(x, weight(4, 5, 3, 3), null, { stride: 2 })],
  convTranspose3d: [VOLUMES, (x) => F.convTranspose3d(x, weight(4, 5, 3, 3, 3))],
  copy: [SERIES, (x) => x.permute(0, 2, 1).contiguous()],
  cumprod: [SERIES, (x) => x.cumprod(1)],
  cumsum: [SERIES, (x) => x.cumsum(2)],
  expand: [SERIES, (x) => F.cat([weight(1, 1, 6).expand(x.size(0), 2, 6), x], 1)], // as a class token
  fill: [SERIES, (x) => x.add(1).zero_().add(x)],
  flip: [SERIES, (x) => x.flip([1, 2])],
  fold: [[1, 16, 9], (x) => F.fold(x, 4, 2)],
  fromBlocked: [
    BLOCKED,
    (x) => dispatch('fromBlocked', {}, [x], [{ dtype: x.dtype, shape: [x.size(0), 2 * block, 6, 6] }])[0],
  ],
  gather: [SERIES, (x) => F.gather(x, 1, indices(x, [3, 0, 1, 3], 2, 2))],
  indexSelect: [SERIES, (x) => x.indexSelect(2, tensor([4, 0, 4], { dtype: 'int64' }))],
  l1: [SERIES, (x) => F.vectorNorm(x, 1, 2)],
  l2: [SERIES, (x) => F.vectorNorm(x, 2, [1, 2])],
  linear: [SERIES, (x) => F.linear(x, weight(3, 6))],
  logSoftmax: [SERIES, (x) => x.logSoftmax(1)],
  matmul: [SERIES, (x) => weight(5, 4).matmul(x)],
  max: [SERIES, (x) => x.max(1).indices],
  maxPool2d: [IMAGES, (x) => F.maxPool2d(x, 2)],
  maxPoolIndices: [IMAGES, (x) => F.maxPool2d(x, 2, { returnIndices: true })],
  maxUnpool: [[1, 1, 2, 2], (x) => F.maxUnpool2d(x, indices(x, [0, 3, 8, 15], 1, 2, 2), 2)],
  mean: [IMAGES, (x) => x.mean([2, 3])],
  min: [SERIES, (x) => x.min(2).values],
  moments: [SERIES, (x) => F.std(x, 1)],
  pad: [VOLUMES, (x) => F.pad(x, [1, 2, 0, 1, 1, 1], { mode: 'circular' })],
  permute: [SERIES, (x) => x.permute(0, 2, 1)],
  prelu: [SERIES, (x) => F.prelu(x, weight(4))],
  prod: [SERIES, (x) => x.prod(1)],
  resample: [IMAGES, (x) => F.interpolate(x, { scaleFactor: 1.5, mode: 'bilinear' })],
  reshape: [SERIES, (x) => x.flatten(0, 1).relu().view(-1, 24)],
  rowNorm: [IMAGES, (x) => F.groupNorm(x, 2, { weight: weight(4), bias: weight(4) })],
  select: [SERIES, (x) => x.select(1, 2)],
  selectChannels: [BLOCKED, selectChannels],
  slice: [SERIES, (x) => x.slice(2, 1, 6, 2)],
  softmax: [SERIES, (x) => x.softmax(2)],
  sort: [SERIES, (x) => x.sort(1).values],
  stemConv2d: [IMAGES, stemConv2d],
  sum: [SERIES, (x) => x.sum(1)],
  toBlocked: [
    IMAGES,
    (x) => dispatch('toBlocked', {}, [x], [{ dtype: x.dtype, shape: blockedShape(x.shape) }])[0],
  ],
  topk: [SERIES, (x) => x.topk(2, 1).indices],
  winogradConv2d: [BLOCKED, winogradConv2d],
  where: [SERIES, (x) => F.where(x.gt(0), x, weight(6))],
  // Functions of one argument by their own names, and what is called in another way.
  ...unary(
    'abs ceil cos exp exp2 expm1 floor hardshrink hardsigmoid hardswish hardtanh leakyRelu log log10 log1p log2',
  ),
  ...unary(
    'logsigmoid mish neg reciprocal relu round rsqrt selu sigmoid sign silu sin softplus softshrink softsign sqrt',
  ),
  ...unary('tanh trunc elu gelu'),
  geluTanh: [SERIES, (x) => F.gelu(x, { approximate: 'tanh' })],
  threshold: [SERIES, (x) => F.threshold(x, 0.1, 20)],
  ...binary(
    'add div eq floorDivide ge gt le logicalAnd logicalOr logicalXor lt maximum minimum mul ne pow remainder sub',
  ),
  truncDivide: [
    SERIES,
    (x) => F.div(x.mul(9).to('int64'), tensor([2]).to('int64'), { roundingMode: 'trunc' }),
  ],
};

/** Windows of 3x3 that leave an image as large as it is. */
const pooling = { kernelSize: [3, 3], stride: [1, 1], padding: [1, 1, 1, 1] };

/** The attributes of a direct convolution of 3x3. */
function directAttributes(inChannels: number, outChannels: number) {
  const { tile: _, ...attributes } = winogradAttributes(inChannels, outChannels, [2, 2]);
  return attributes;
}

/** From as many channels as two blocks have to as many. */
function blockedConv2d(x: Tensor): Tensor {
  const channels = 2 * block;
  const packed = packDirect('blockedConv2d', weight(channels, channels, 3, 3));
  return dispatch('blockedConv2d', directAttributes(channels, channels), [x, packed, null, x], [x])[0];
}

/** To as many channels as two blocks have. */
function stemConv2d(x: Tensor): Tensor {
  const channels = 2 * block;
  const packed = packDirect('stemConv2d', weight(channels, 4, 3, 3));
  const shape = [x.size(0), 2, 6, 6, block];
  const inputs = [x, packed, null];
  return dispatch('stemConv2d', directAttributes(4, channels), inputs, [{ shape, dtype: 'float32' }])[0];
}

function blockedBatchNorm(x: Tensor): Tensor {
  const parameters = [weight(2 * block), weight(2 * block)];
  return dispatch('blockedBatchNorm', { activation: 'relu' }, [x, ...parameters], [x])[0];
}

/** Two tensors of two blocks, shuffled: every other channel is from the second. */
function selectChannels(x: Tensor): Tensor {
  const inChannels = [2 * block, 2 * block];
  const channels = Array.from({ length: 2 * block }, (_, i) => (i % 2) * 2 * block + i);
  return dispatch('selectChannels', { inChannels, channels }, [x, x.neg()], [x])[0];
}

function blockedDepthwiseConv2d(x: Tensor): Tensor {
  const channels = 2 * block;
  const packed = packDepthwise(weight(channels, 1, 3, 3));
  return dispatch(
    'blockedDepthwiseConv2d',
    { ...directAttributes(channels, channels), groups: channels },
    [x, packed, null, x],
    [{ dtype: x.dtype, shape: x.shape }],
  )[0];
}

/** From as many channels as two blocks have to as many. */
function winogradConv2d(x: Tensor): Tensor {
  const channels = 2 * block;
  const packed = packWinograd(weight(channels, channels, 3, 3), [4, 4]);
  return dispatch(
    'winogradConv2d',
    winogradAttributes(channels, channels, [4, 4]),
    [x, packed, null, x],
    [x],
  )[0];
}

function blockedChannelNorm(x: Tensor): Tensor {
  const channels = 2 * block;
  return dispatch('blockedChannelNorm', { channels, eps: 1e-5 }, [x, weight(channels), null], [x])[0];
}

function unary(names: string): typeof samples {
  const calls = functional as unknown as Record<string, Forward>;
  return Object.fromEntries(names.split(' ').map((name) => [name, [SERIES, calls[name] as Forward]]));
}

function binary(names: string): typeof samples {
  const calls = functional as unknown as Record<string, (a: Tensor, b: Tensor) => Tensor>;
  const call = (name: string) => (x: Tensor) => calls[name]?.(x, weight(4, 1)) as Tensor;
  return Object.fromEntries(names.split(' ').map((name) => [name, [SERIES, call(name)]]));
}

/** What draws numbers or packs weights, depends on them for its shape, or cannot be traced. */
const NEVER =
  'blockedConv2dWeight blockedDepthwiseConv2dWeight nms nonzero normal randomIntegers randomPermutation scatter seedGenerator sequence ' +
  'stemConv2dWeight truncatedNormal uniform winogradConv2dWeight';

test('every op and view is classified, and has a sample here unless it never keeps rows apart', () => {
  const views = ['expand', 'permute', 'reshape', 'select', 'slice'];
  expect(views.every(isView)).toBe(true);
  const ops = [...Object.keys(addon.ops), ...views].sort();
  expect([...rules.keys()].sort()).toEqual(ops);
  expect([...Object.keys(samples), ...NEVER.split(' ')].sort()).toEqual(ops);
});

describe('a batch in parts gives the bits of the whole', () => {
  test.each(Object.entries(samples))('%s', async (op, [shape, forward]) => {
    const model = moduleOf(forward);
    const graph = trace(model, [{ shape, dtype: 'float32' }]);
    expect(graph.nodes.map((node) => node.op)).toContain(op);
    expect(rowsAreIndependent(graph)).toBe(true);
    const net = await compile(graph);
    manualSeed(3);
    const x = randn([5, ...shape.slice(1)]);
    const whole = leaves(net.runSync(x));
    const parts = [x.slice(0, 0, 1), x.slice(0, 1, 3), x.slice(0, 3, 5)].map((part) =>
      leaves(net.runSync(part)),
    );
    for (const [i, output] of whole.entries()) {
      const joined = F.cat(parts.map((part) => part[i] as Tensor));
      expect(output.shape[0]).toBe(5);
      expect(sameBits(joined, output)).toBe(true);
    }
  });
});

function leaves(output: unknown): Tensor[] {
  return output instanceof Tensor ? [output] : Object.values(output as object).flatMap(leaves);
}

/** As `equal`, but a NaN equals itself. */
function sameBits(a: Tensor, b: Tensor): boolean {
  const bytes = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return bytes(a.contiguous()).equals(bytes(b.contiguous()));
}

test('a network of layers computes each row by itself', () => {
  const graph = trace(smallNet(), [{ shape: [1, 3, 8, 8], dtype: 'float32' }]);
  expect(rowsAreIndependent(graph)).toBe(true);
  const fused = optimize(graph); // with a residual
  expect(fused.nodes.some(({ op, inputs }) => op === 'conv2d' && inputs[3])).toBe(true);
  expect(rowsAreIndependent(fused)).toBe(true);
  expect(independent((x) => F.cat([x, x.relu()], 1).softmax(2).permute(0, 2, 1).flatten(1))).toBe(true);
  expect(independent((x) => x.add(ones([4, 1])).mul(2))).toBe(true);
});

test.each<[string, Forward, number[]?]>([
  ['a mean over rows', (x) => x.sub(x.mean(0))],
  ['a mean over everything', (x) => x.sub(x.mean())],
  ['a sum along rows', (x) => x.cumsum(0)],
  ['softmax over rows', (x) => x.softmax(0)],
  ['the order of rows', (x) => x.sort(0).values],
  ['rows in another order', (x) => x.flip(0)],
  [
    'rows by index',
    (x) =>
      x
        .indexSelect(0, tensor([0, 0], { dtype: 'int64' }))
        .sum(0)
        .add(x),
  ],
  ['a dimension in the place of the batch', (x) => x.permute(1, 0, 2)],
  ['rows that became one', (x) => x.view(1, -1).softmax(1).view(-1, 4, 6)],
  ['outputs that are several rows each', (x) => x.flatten(0, 1)],
  ['a table of rows by rows', (x) => x.view(x.size(0), 4).add(x.view(1, x.size(0), 4)), [1, 4]],
  ['products of rows with each other', (x) => x.matmul(x.t()).sum(1), [1, 4]],
  ['each row against all others', (x) => x.unsqueeze(1).expand(-1, x.size(0), 4).sum(1), [1, 4]],
  ['the row before', (x) => x.add(F.pad(x, [0, 0, 1, -1])), [1, 4]],
  [
    'half of the rows for each',
    (x) => F.gather(F.cat([x, x], 1).view(-1, 4), 1, indices(x, [0, 3], 2)),
    [1, 4],
  ],
])('what mixes rows, or might, is seen: %s', (_, forward, shape) => {
  expect(independent(forward, shape)).toBe(false);
});
