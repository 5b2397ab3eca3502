import { expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { poolBeforeConv } from '../../../lib/graph/passes/pool-before-conv.js';
import * as nn from '../../../lib/nn/index.js';
import { manualSeed } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { around } from './graphs.js';

manualSeed(6);
const pointwise = new nn.Conv2d(4, 6, 1).eval();
const grouped = new nn.Conv2d(4, 6, 1, { groups: 2, bias: false }).eval();
const wide = new nn.Conv2d(4, 6, 3).eval();
const strided = new nn.Conv2d(4, 6, 1, { stride: 2 }).eval();
const padded = new nn.Conv2d(4, 6, 1, { padding: 1 }).eval();

test.each<[string, (x: Tensor) => Tensor]>([
  ['halves of an image', (x) => F.avgPool2d(pointwise.forward(x), 2)],
  ['windows that overlap', (x) => F.avgPool2d(pointwise.forward(x), 3, { stride: 2 })],
  ['a convolution with groups and without a bias', (x) => F.avgPool2d(grouped.forward(x), [2, 1])],
])('pooling comes first: %s', (_, forward) => {
  const { before, after, graph } = around(poolBeforeConv, forward, [1, 4, 7, 8]);
  expect(before).toEqual(['conv2d', 'avgPool2d']);
  expect(after).toEqual(['avgPool2d', 'conv2d']);
  expect(graph.nodes[0]?.inputs[0]).toBe(graph.inputs[0]);
});

test.each<[string, (x: Tensor) => unknown]>([
  ['a window of the convolution', (x) => F.avgPool2d(wide.forward(x), 2)],
  ['a stride', (x) => F.avgPool2d(strided.forward(x), 2)],
  ['padding that becomes the bias', (x) => F.avgPool2d(padded.forward(x), 2)],
  ['padding of the pooling', (x) => F.avgPool2d(pointwise.forward(x), 2, { padding: 1 })],
  ['a window over the edge', (x) => F.avgPool2d(pointwise.forward(x), 2, { ceilMode: true })],
  ['another divisor', (x) => F.avgPool2d(pointwise.forward(x), 2, { divisorOverride: 3 })],
  ['as many windows as pixels', (x) => F.avgPool2d(pointwise.forward(x), 1)],
  ['the largest of a window', (x) => F.maxPool2d(pointwise.forward(x), 2)],
  ['a function in between', (x) => F.avgPool2d(pointwise.forward(x).relu(), 2)],
  ['an image without a batch', (x) => F.avgPool2d(pointwise.forward(x.select(0, 0)), 2)],
  [
    'another user of the convolution',
    (x) => {
      const y = pointwise.forward(x);
      return [F.avgPool2d(y, 2), y];
    },
  ],
])('stays behind: %s', (_, forward) => {
  const { before, after } = around(poolBeforeConv, forward, [1, 4, 7, 8]);
  expect(after).toEqual(before);
});
