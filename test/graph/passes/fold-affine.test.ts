import { describe, expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { foldAffine } from '../../../lib/graph/passes/fold-affine.js';
import * as nn from '../../../lib/nn/index.js';
import { manualSeed, randn } from '../../../lib/random/index.js';
import { dispatch } from '../../../lib/runtime/dispatch.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { around, trained } from './graphs.js';

manualSeed(3);

/** A layer, the normalisation for its output of 6 channels, and the shape of its input. */
const layers: [string, nn.Module, nn.Module, number[]][] = [
  ['Conv1d', new nn.Conv1d(4, 6, 3), new nn.BatchNorm1d(6), [1, 4, 8]],
  ['Conv2d', new nn.Conv2d(4, 6, 3, { bias: false }), new nn.BatchNorm2d(6), [1, 4, 8, 8]],
  ['Conv2d in groups', new nn.Conv2d(4, 6, 3, { groups: 2 }), new nn.BatchNorm2d(6), [1, 4, 8, 8]],
  ['Conv3d', new nn.Conv3d(4, 6, 2), new nn.BatchNorm3d(6), [1, 4, 3, 4, 4]],
  ['ConvTranspose1d', new nn.ConvTranspose1d(4, 6, 3), new nn.BatchNorm1d(6), [1, 4, 8]],
  ['ConvTranspose2d', new nn.ConvTranspose2d(4, 6, 2, { stride: 2 }), new nn.BatchNorm2d(6), [1, 4, 4, 4]],
  [
    'ConvTranspose2d in groups, without bias',
    new nn.ConvTranspose2d(4, 6, 3, { groups: 2, bias: false }),
    new nn.BatchNorm2d(6, { affine: false, eps: 0.1 }),
    [1, 4, 4, 4],
  ],
  ['ConvTranspose3d', new nn.ConvTranspose3d(4, 6, 2), new nn.BatchNorm3d(6), [1, 4, 2, 3, 3]],
  ['Linear', new nn.Linear(4, 6), new nn.BatchNorm1d(6), [1, 4]],
];

describe('batch normalisation goes into the layer before it', () => {
  test.each(layers)('%s', (_, layer, norm, shape) => {
    trained(norm as nn.BatchNorm2d);
    layer.eval();
    norm.eval();
    const { before, after } = around(foldAffine, (x: Tensor) => norm.forward(layer.forward(x)), shape);
    expect(before).toEqual([expect.any(String), 'batchNorm']);
    expect(after).toEqual(before.slice(0, 1));
  });
});

const conv = new nn.Conv2d(3, 4, 1).eval();
const norm = trained(new nn.BatchNorm2d(4)).eval();
const linear = new nn.Linear(6, 5, { bias: false }).eval();

describe('scales and shifts go into the layer before them', () => {
  const numbers = randn([4, 1, 1]);
  const number = randn([1, 1, 1, 1]);
  test.each<[string, (x: Tensor) => Tensor]>([
    ['a product', (x) => x.mul(numbers)],
    ['a product with one number, from the left', (x) => F.mul(number, x)],
    ['a quotient', (x) => x.div(2)],
    ['a sum', (x) => x.add(numbers)],
    ['a difference', (x) => x.sub(numbers)],
    ['a difference from', (x) => F.sub(numbers, x)],
    [
      'all of them, and a normalisation between',
      (x) => norm.forward(x.mul(numbers).add(numbers)).div(3).sub(1),
    ],
  ])('%s', (_, forward) => {
    const { after } = around(foldAffine, (x: Tensor) => forward(conv.forward(x)), [1, 3, 5, 5]);
    expect(after).toEqual(['conv2d']);
  });

  test('of a linear layer along the last dimension; a sum leaves the weight as it is', () => {
    const shift = randn([5]);
    const { after, graph } = around(foldAffine, (x: Tensor) => linear.forward(x).add(shift), [1, 3, 6]);
    expect(after).toEqual(['linear']);
    expect([...graph.constants.values()]).toContain(linear.weight);
  });
});

describe('what has to stay', () => {
  const other = new nn.Conv2d(4, 4, 3, { padding: 1 }).eval();
  const [four, five, rank3] = [randn([4]), randn([5]), randn([1, 1, 5])] as const;
  test.each<[string, (x: Tensor) => unknown, number[]]>([
    ['a normalisation before a convolution', (x) => other.forward(norm.forward(x)), [1, 4, 5, 5]],
    [
      'where the layer has another user',
      (x) => {
        const y = conv.forward(x);
        return norm.forward(y).add(y);
      },
      [1, 3, 5, 5],
    ],
    [
      'where the layer is returned too',
      (x) => {
        const y = conv.forward(x);
        return [y, norm.forward(y)];
      },
      [1, 3, 5, 5],
    ],
    [
      'a normalisation of another dimension than the features',
      (x) => F.batchNorm(linear.forward(x), four, four.abs()),
      [1, 4, 6],
    ],
    ['numbers that differ within a channel', (x) => conv.forward(x).add(five), [1, 3, 5, 5]],
    ['numbers that give the output another dimension', (x) => linear.forward(x).mul(rank3), [1, 6]],
    [
      'a function that has a weight itself',
      (x) => {
        const y = linear.forward(x);
        return dispatch('channelNorm', { eps: 1e-5 }, [y, four, null], [y])[0];
      },
      [1, 4, 3, 6],
    ],
    ['a quotient of a number', (x) => F.div(five, conv.forward(x).exp()), [1, 3, 5, 5]],
    ['a sum of two layers', (x) => conv.forward(x).add(conv.forward(x.neg())), [1, 3, 5, 5]],
    ['a weight that the graph computes', (x) => F.linear(x, x.sum(0, { keepdim: true })).mul(2), [1, 6]],
  ])('%s', (_, forward, shape) => {
    const { before, after } = around(foldAffine, forward, shape);
    expect(after).toEqual(before);
  });

  test('of an image without a batch', () => {
    const channels = (x: Tensor) => F.batchNorm(conv.forward(x.select(0, 0)), five, five.abs());
    const { before, after } = around(foldAffine, channels, [1, 3, 5, 5]);
    expect(after).toEqual(before);
  });
});

test('a layer that is called twice is folded twice', () => {
  const norms = [norm, trained(new nn.BatchNorm2d(4, { eps: 1 })).eval()];
  const forward = (x: Tensor) =>
    norms.map((one) => one.forward(conv.forward(x))).reduce((sum, y) => sum.add(y));
  const { after, graph } = around(foldAffine, forward, [1, 3, 4, 4]);
  expect(after).toEqual(['conv2d', 'conv2d', 'add']);
  expect(graph.constants.size).toBe(4);
});
