import { expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { padIntoConv } from '../../../lib/graph/passes/pad-into-conv.js';
import * as nn from '../../../lib/nn/index.js';
import { manualSeed } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { around } from './graphs.js';

manualSeed(4);
const conv1d = new nn.Conv1d(3, 4, 3).eval();
const wide = new nn.Conv1d(7, 4, 3).eval();
const conv2d = new nn.Conv2d(3, 4, 3, { padding: [1, 2], stride: 2 }).eval();
const conv3d = new nn.Conv3d(3, 4, 2).eval();

test.each<[string, (x: Tensor) => Tensor, number[], number[]]>([
  ['conv1d', (x) => conv1d.forward(F.pad(x, [1, 2])), [1, 3, 6], [1, 2]],
  ['conv2d, which pads too', (x) => conv2d.forward(F.pad(x, [0, 1, 3, 4])), [1, 3, 6, 6], [4, 2, 5, 3]],
  [
    'conv2d of an image without a batch',
    (x) => conv2d.forward(F.pad(x.select(0, 0), [0, 1])),
    [1, 3, 6, 6],
    [1, 2, 1, 3],
  ],
  ['conv3d', (x) => conv3d.forward(F.pad(x, [1, 0, 0, 1])), [1, 3, 3, 3, 3], [0, 0, 1, 0, 1, 0]],
])('%s pads by itself', (_, forward, shape, padding) => {
  const { before, after, graph } = around(padIntoConv, forward, shape);
  expect(before).toContain('pad');
  expect(after).toEqual(before.filter((op) => op !== 'pad'));
  expect(graph.nodes.at(-1)?.attributes.padding).toEqual(padding);
});

test.each<[string, (x: Tensor) => Tensor]>([
  ['other numbers than 0', (x) => conv2d.forward(F.pad(x, [1, 1], { value: 1 }))],
  ['a mirrored image', (x) => conv2d.forward(F.pad(x, [1, 1, 1, 1], { mode: 'reflect' }))],
  ['what is cut off', (x) => conv2d.forward(F.pad(x, [-1, 1]))],
  ['channels that are added', (x) => wide.forward(F.pad(x.select(1, 0), [0, 0, 1, 0]))],
  ['padding before pooling', (x) => F.maxPool2d(F.pad(x, [1, 1]), 2)],
])('%s stays', (_, forward) => {
  const { before, after } = around(padIntoConv, forward, [1, 3, 6, 6]);
  expect(after).toEqual(before);
});

test('each of several convolutions pads by itself, beside another user of the padded image', () => {
  const forward = (x: Tensor) => {
    const padded = F.pad(x, [1, 1]);
    return [conv2d.forward(padded), conv2d.forward(padded.slice(1, 0, 3)), padded.relu()];
  };
  const { after, graph } = around(padIntoConv, forward, [1, 3, 6, 6]);
  expect(after).toEqual(['pad', 'conv2d', 'slice', 'conv2d', 'relu']);
  expect(graph.nodes[1]?.inputs[0]).toBe(graph.inputs[0]);
});
