import { expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { channelsFirst } from '../../../lib/graph/passes/channels-first.js';
import { optimize } from '../../../lib/graph/passes/index.js';
import { CNBlock } from '../../../lib/models/convnext.js';
import * as nn from '../../../lib/nn/index.js';
import { manualSeed, randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { around, expectSame, opsOf, traced } from './graphs.js';

manualSeed(6);
const norm = new nn.LayerNorm(5).eval();
norm.weight?.copy_(randn([5]));
norm.bias?.copy_(randn([5]));
const wide = new nn.Linear(5, 7).eval();
const narrow = new nn.Linear(7, 5, { bias: false }).eval();
const factor = randn([7]);

const toLast = (x: Tensor) => x.permute(0, 2, 3, 1);
const toFirst = (x: Tensor) => x.permute(0, 3, 1, 2);
const image = [1, 5, 3, 4];

/** The ops that are no permutes. */
const layers = (ops: string[]) => ops.filter((op) => op !== 'permute');

test('a block of ConvNeXt is left without permutes, its scale in the weights', () => {
  const block = new CNBlock(8, 0.5, 0);
  const before = traced(block, [1, 8, 6, 6]);
  const after = optimize(before);
  expect(opsOf(after)).toEqual(['conv2d', 'channelNorm', 'conv2d', 'conv2d']);
  expectSame(before, after);
});

test.each<[string, (x: Tensor) => Tensor, string[]]>([
  ['a norm', (x) => toFirst(norm.forward(toLast(x))), ['channelNorm']],
  ['a norm without parameters', (x) => toFirst(F.layerNorm(toLast(x), [5])), ['channelNorm']],
  ['a linear layer', (x) => toFirst(wide.forward(toLast(x))), ['conv2d']],
  [
    'several, with functions and constants between',
    (x) => toFirst(narrow.forward(F.tanh(wide.forward(toLast(x))).mul(factor)).add(1)),
    ['conv2d', 'tanh', 'mul', 'conv2d', 'add'],
  ],
])('%s between permutes has its channels first', (_, forward, expected) => {
  const { after, graph } = around(channelsFirst, forward, image);
  expect(layers(after)).toEqual(expected);
  expect(opsOf(optimize(graph))).not.toContain('permute');
});

test.each<[string, (x: Tensor) => Tensor | Tensor[], number[]?]>([
  ['what stays channels-last', (x) => wide.forward(toLast(x))],
  ['what comes channels-last', (x) => toFirst(wide.forward(x)), [1, 3, 4, 5]],
  ['another order', (x) => toFirst(wide.forward(x.permute(0, 3, 2, 1)))],
  ['a norm of all pixels', (x) => toFirst(F.layerNorm(toLast(x), [3, 4, 5]))],
  [
    'a value that is also used elsewhere',
    (x) => {
      const y = wide.forward(toLast(x));
      return [toFirst(y), y];
    },
  ],
  ['weights that are computed', (x) => toFirst(F.linear(toLast(x), x.select(0, 0).sum(1).permute(1, 0)))],
  ['a sum with something computed', (x) => toFirst(norm.forward(toLast(x)).add(toLast(x.relu())))],
])('%s is left alone', (_, forward, shape = image) => {
  const { before, after } = around(channelsFirst, forward, shape);
  expect(after).toEqual(before);
});
