/** Images in blocks: which ops work on them, where the layout changes, and that the numbers stay what they were. */
import { describe, expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { type Graph, trace } from '../../../lib/graph/index.js';
import { optimize } from '../../../lib/graph/passes/index.js';
import { isView } from '../../../lib/graph/views.js';
import { blockImages, type Precision } from '../../../lib/plan/blocked/rewrite.js';
import { isPacking } from '../../../lib/plan/packing.js';
import { manualSeed, rand, randn } from '../../../lib/random/index.js';
import { addon } from '../../../lib/runtime/addon.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { moduleOf } from '../../graph/networks.js';
import { expectSame } from '../../graph/passes/graphs.js';

const block = addon.channelBlock;
const full = 3 * block;
const partial = 3 * block - 1;

/** Where a vector holds one float, plans leave images as they are. */
const withBlocks = describe.skipIf(block === 1);

/** The graph in blocks that computes what `forward` does, after numbers at two batch sizes were compared. */
function blocked(
  forward: (x: Tensor) => unknown,
  shape: readonly number[] = [1, full, 7, 6],
  precision: Precision = 'fast',
): Graph {
  const before = optimize(trace(moduleOf(forward), [{ shape, dtype: 'float32' }]));
  const after = blockImages(before, precision, block);
  expectSame(before, after);
  return after;
}

/** Its ops, views left out. */
function ops(...of: Parameters<typeof blocked>): string[] {
  const { nodes, constants } = blocked(...of);
  const computing = nodes.filter((node) => !isPacking(node, constants) && !isView(node.op));
  return computing.map(({ op }) => op);
}

manualSeed(0);
const point = (from = full, to = full) => {
  const weight = randn([to, from, 1, 1]);
  const bias = randn([to]);
  return (x: Tensor) => F.conv2d(x, weight, bias);
};
const conv3x3 = (from = full, to = full, options: F.Conv2dOptions = { padding: 1 }) => {
  const weight = randn([to, from / ((options.groups as number) ?? 1), 3, 3]);
  return (x: Tensor) => F.conv2d(x, weight, null, options);
};

withBlocks('convolutions', () => {
  test('of few channels read the image as it is', () => {
    expect(ops(conv3x3(3, full), [1, 3, 9, 8])).toEqual(['stemConv2d', 'fromBlocked']);
  });

  test('of 1x1 are direct, of 3x3 in steps of one by Winograd, unless it must be strict', () => {
    expect(ops(point())).toEqual(['toBlocked', 'blockedConv2d', 'fromBlocked']);
    expect(ops(conv3x3())).toEqual(['toBlocked', 'winogradConv2d', 'fromBlocked']);
    expect(ops(conv3x3(), [1, full, 7, 6], 'strict')).toEqual(['toBlocked', 'blockedConv2d', 'fromBlocked']);
    expect(ops(conv3x3(full, full, { stride: 2 }))).toEqual(['toBlocked', 'blockedConv2d', 'fromBlocked']);
  });

  test.each([
    { kernel: [1, 7], tile: [1, 4] },
    { kernel: [7, 1], tile: [4, 1] },
    { kernel: [1, 3], tile: [1, 4] },
    { kernel: [3, 1], tile: [4, 1] },
    { kernel: [5, 5], tile: [2, 2] },
  ])('of $kernel by Winograd with tiles of $tile, but directly for one pixel', ({ kernel, tile }) => {
    const weight = randn([full, full, ...kernel]);
    const forward = (x: Tensor) => F.conv2d(x, weight, null, { padding: 'same' });
    const wide = blocked(forward, [1, full, 8, 8]).nodes.find(({ op }) => op === 'winogradConv2d');
    expect(wide?.attributes).toMatchObject({ kernel, tile });
    expect(ops(forward, [1, full, 1, 1])).toEqual(['toBlocked', 'blockedConv2d']);
  });

  test('of 7x7 images have large tiles, with more weights, in a network whose weights stay in a cache', () => {
    const convolution = conv3x3();
    const manyWeights = randn([Math.ceil(2 ** 20 / (7 * 7 * full)), 7 * 7 * full]);
    const tile = (forward: (x: Tensor) => Tensor) =>
      blocked(forward, [1, full, 7, 7]).nodes.find(({ op }) => op === 'winogradConv2d')?.attributes.tile;
    expect(tile(convolution)).toEqual([4, 4]);
    expect(tile((x) => F.linear(F.flatten(convolution(x), 1), manyWeights))).toEqual([2, 2]);
  });

  test('of each channel by itself have a kernel of their own', () => {
    expect(ops(conv3x3(partial, partial, { groups: partial }), [1, partial, 7, 6])).toEqual([
      'toBlocked',
      'blockedDepthwiseConv2d',
      'fromBlocked',
    ]);
  });

  test('keep their residual and activation', () => {
    const [first, second] = [point(full, partial), point(partial, full)];
    expect(ops((x) => F.relu(F.add(second(F.silu(first(x))), x)))).toEqual([
      'toBlocked',
      'blockedConv2d',
      'blockedConv2d',
      'fromBlocked',
    ]);
  });

  test('whose weights the network computes stay as they are', () => {
    expect(ops((x) => F.conv2d(x, F.mul(F.reshape(x, [-1, full, 1, 1]), 2)), [1, full, 1, 1])).not.toContain(
      'toBlocked',
    );
  });
});

withBlocks('between convolutions', () => {
  const row = rand([12]);
  const [first, second] = [point(), point()];
  const inner = (between: (x: Tensor) => Tensor) =>
    ops((x) => second(between(first(x))), [1, full, 9, 12]).slice(2, -2);

  test.each<[string, (x: Tensor) => Tensor, string[]]>([
    ['functions', (x) => F.abs(F.neg(x)), ['neg', 'abs']],
    ['pools', (x) => F.avgPool2d(F.maxPool2d(x, 2), 2), ['blockedMaxPool2d', 'blockedAvgPool2d']],
    ['sums with images', (x) => F.sub(F.abs(x), F.neg(x)), ['abs', 'neg', 'sub']],
    ['products with numbers', (x) => F.maximum(x, F.mul(F.abs(x), 0.5)), ['abs', 'mul', 'maximum']],
    ['sizes', (x) => F.interpolate(x, { size: [4, 5], mode: 'bilinear' }), ['resample', 'resample']],
    ['rows and columns', (x) => F.mul(F.abs(x), row), ['abs', 'mul']],
  ])('%s need no change of layout', (_, between, expected) => {
    expect(inner(between)).toEqual(expected);
  });

  test('squeeze and excitation stay in blocks', () => {
    const [squeeze, excite] = [point(full, 4), point(4, full)];
    const between = (x: Tensor) => F.mul(F.sigmoid(excite(F.relu(squeeze(F.adaptiveAvgPool2d(x, 1))))), x);
    expect(inner(between)).toEqual(['blockedAvgPool2d', 'blockedConv2d', 'blockedConv2d']);
  });

  test('factors of another kind, of an image that others want, or in front of a window are multiplied apart', () => {
    const third = conv3x3(full, full, { stride: 2, padding: 1 });
    const scaled = (x: Tensor) => F.mul(F.mean(x, [2, 3], { keepdim: true }), x);
    expect(inner((x) => F.mul(F.abs(x), F.neg(x)))).toEqual(['abs', 'neg', 'mul']);
    expect(ops((x) => F.add(second(scaled(first(x))), scaled(first(x))), [1, full, 9, 12])).toContain('mul');
    expect(ops((x) => third(scaled(first(x))), [1, full, 9, 12])).toContain('mul');
  });

  test('what knows no blocks gets the image in order', () => {
    expect(inner((x) => F.softmax(x, 1))).toEqual(['fromBlocked', 'softmax', 'toBlocked']);
  });
});

withBlocks('channels', () => {
  const [a, b] = [point(full, full), point(full, partial)];

  test('of whole blocks are put side by side where they are made, and read where they are', () => {
    expect(ops((x) => F.relu(F.cat([a(x), b(x)], 1)))).toEqual([
      'toBlocked',
      'blockedConv2d',
      'blockedConv2d',
      'cat',
      'relu',
      'fromBlocked',
    ]);
    expect(ops((x) => F.relu(F.slice(a(x), 1, block, full)))).toEqual([
      'toBlocked',
      'blockedConv2d',
      'relu',
      'fromBlocked',
    ]);
  });

  test('of parts of blocks are copied once, whatever happens to them before they are read', () => {
    const shuffle = (x: Tensor) => F.channelShuffle(F.cat([b(x), b(x)], 1), 2);
    expect(ops((x) => F.relu(F.slice(shuffle(x), 1, 0, partial)))).toEqual([
      'toBlocked',
      'blockedConv2d',
      'selectChannels',
      'relu',
      'fromBlocked',
    ]);
  });
});

withBlocks('the ends', () => {
  test('of one pixel are views', () => {
    const [layer, weight] = [point(full, partial), randn([5, partial])];
    const head = (x: Tensor) => F.linear(F.flatten(F.adaptiveAvgPool2d(layer(x), 1), 1), weight);
    expect(ops(head)).toEqual(['toBlocked', 'blockedConv2d', 'blockedAvgPool2d', 'linear']);
    expect(ops((x) => F.linear(F.mean(layer(x), [2, 3]), weight))).toEqual([
      'toBlocked',
      'blockedConv2d',
      'blockedAvgPool2d',
      'linear',
    ]);
  });
});
