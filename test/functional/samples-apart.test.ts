/** Ops on images whose samples lie apart, such as slices of channels: they read and write them where they are. */
import { expect, test } from 'vitest';
import { contiguous } from '../../lib/functional/copy.js';
import { equal } from '../../lib/functional/equal.js';
import { slice } from '../../lib/functional/slice.js';
import { manualSeed, rand, randn } from '../../lib/random/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { full, zeros } from '../../lib/tensor/create.js';
import { takesInput } from '../../lib/tensor/op-layout.js';
import { runInto, type Tensor } from '../../lib/tensor/tensor.js';

const activation = {
  alpha: 0.5,
  inputScale: 1,
  lambd: 0.2,
  minVal: -0.5,
  maxVal: 0.5,
  negativeSlope: 0.1,
  beta: 2,
  threshold: 0.3,
  value: 7,
};
const pool = {
  kernelSize: [3, 3],
  stride: [1, 1],
  padding: [1, 1, 1, 1],
  dilation: [1, 1],
  countIncludePad: true,
  divisorOverride: 0,
};
const conv = { stride: [1, 1], padding: [1, 1, 1, 1], dilation: [1, 1], groups: 1, activation: 'none' };

manualSeed(7);
const parameters = Array.from({ length: 4 }, () => rand([4]));
const [weight, depthwise] = [randn([4, 4, 3, 3]), randn([4, 1, 3, 3])];

/** What the ops that are no functions of one tensor are told beside it. */
const calls: Record<string, [attributes: object, others: readonly (Tensor | null)[]][]> = {
  adaptiveAvgPool2d: [[{}, []]],
  avgPool2d: [[pool, []]],
  batchNorm: [[{ eps: 1e-5 }, parameters]],
  channelNorm: [[{ eps: 1e-5 }, parameters.slice(0, 2)]],
  conv2d: [
    [conv, [weight, parameters[0] as Tensor]],
    [conv, [weight, null, randn([3, 4, 6, 7])]],
    [{ ...conv, groups: 2, activation: 'silu' }, [slice(weight, 1, 0, 2), null]],
    [{ ...conv, groups: 4, activation: 'relu' }, [depthwise, null, randn([3, 4, 6, 7])]],
  ],
  maxPool2d: [[pool, []]],
};

/** Ops of the blocked layout take other shapes; their tests are in test/plan. */
const plain = addon.samplesOps.filter((op) => !/blocked|stem|winograd|selectChannels/i.test(op));

test.each(plain)('%s', (op) => {
  const whole = rand([3, 9, 6, 7]);
  const part = slice(whole, 1, 2, 6); // between other channels
  expect(takesInput(op, 0, part.shape, part.stride())).toBe(true);
  for (const [attributes, others] of calls[op] ?? [[activation, []] as const]) {
    const expected = zeros([3, 4, 6, 7]);
    runInto(op, attributes as never, [contiguous(part), ...others], [expected]);
    const target = full([3, 6, 6, 7], -3);
    runInto(op, attributes as never, [part, ...others], [slice(target, 1, 1, 5)]);
    expect(equal(slice(target, 1, 1, 5), expected)).toBe(true);
    expect(equal(slice(target, 1, 0, 1), full([3, 1, 6, 7], -3))).toBe(true);
    expect(equal(slice(target, 1, 5, 6), full([3, 1, 6, 7], -3))).toBe(true);
  }
});

test('only the samples of images: sequences, channels and parameters are copied first', () => {
  expect(takesInput('relu', 0, [3, 2, 4], [16, 4, 1])).toBe(false);
  expect(takesInput('relu', 0, [3, 2, 4, 4], [64, 16, 4, 1])).toBe(true);
  expect(takesInput('relu', 0, [3, 2, 4, 4], [64, 32, 4, 1])).toBe(false);
  expect(takesInput('conv2d', 1, [3, 2, 4, 4], [64, 16, 4, 1])).toBe(false);
  expect(takesInput('softmax', 0, [3, 2, 4, 4], [64, 16, 4, 1])).toBe(false);
  expect(takesInput('add', 0, [3, 2, 4], [1, 16, 4])).toBe(true);
});
