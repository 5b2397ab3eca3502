import { expect, test } from 'vitest';
import * as functional from '../../../lib/functional/index.js';
import { type Graph, runGraph, trace } from '../../../lib/graph/index.js';
import { fuseActivation } from '../../../lib/graph/passes/fuse-activation.js';
import { optimize } from '../../../lib/graph/passes/index.js';
import * as models from '../../../lib/models/index.js';
import * as nn from '../../../lib/nn/index.js';
import { manualSeed, randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { relativeError } from '../../support/fixtures.js';
import { images, moduleOf } from '../networks.js';

const ops = ({ nodes }: Graph) => nodes.map(({ op }) => op);
const traced = (model: nn.Module, shape: number[]) => trace(model.eval(), [{ shape, dtype: 'float32' }]);

const activations: [string, (x: Tensor) => Tensor][] = [
  ['elu', (x) => functional.elu(x, { alpha: 0.7 })],
  ['celu', (x) => functional.celu(x, { alpha: 0.7 })],
  ['gelu', (x) => functional.gelu(x)],
  ['gelu by tanh', (x) => functional.gelu(x, { approximate: 'tanh' })],
  ['hardshrink', (x) => functional.hardshrink(x, { lambd: 0.3 })],
  ['hardsigmoid', (x) => functional.hardsigmoid(x)],
  ['hardswish', (x) => functional.hardswish(x)],
  ['hardtanh', (x) => functional.hardtanh(x, { minVal: -0.4, maxVal: 0.6 })],
  ['leakyRelu', (x) => functional.leakyRelu(x, { negativeSlope: 0.2 })],
  ['logsigmoid', (x) => functional.logsigmoid(x)],
  ['mish', (x) => functional.mish(x)],
  ['relu', (x) => functional.relu(x)],
  ['relu6', (x) => functional.relu6(x)],
  ['selu', (x) => functional.selu(x)],
  ['sigmoid', (x) => functional.sigmoid(x)],
  ['silu', (x) => functional.silu(x)],
  ['softplus', (x) => functional.softplus(x, { beta: 2, threshold: 1 })],
  ['softshrink', (x) => functional.softshrink(x, { lambd: 0.3 })],
  ['softsign', (x) => functional.softsign(x)],
  ['tanh', (x) => functional.tanh(x)],
  ['threshold', (x) => functional.threshold(x, 0.1, -2)],
];

// 36 channels of 3 x 3 taps are more than one block of the depth; 7 x 7 pixels end amid a vector.
const layers: [string, nn.Module, number[]][] = [
  ['convolution', new nn.Conv2d(36, 13, 3, { padding: 1 }), [2, 36, 7, 7]],
  ['depthwise convolution', new nn.Conv2d(6, 6, 3, { padding: 1, groups: 6 }), [2, 6, 7, 7]],
  [
    'strided, dilated depthwise convolution',
    new nn.Conv2d(6, 6, 3, { stride: 3, dilation: 2, groups: 6 }),
    [2, 6, 17, 19],
  ],
  ['convolution of sequences', new nn.Conv1d(3, 5, 4), [2, 3, 40]],
  ['linear layer', new nn.Linear(33, 21), [7, 33]],
];

for (const [kind, layer, shape] of layers) {
  test.each(activations)(`${kind}: %s gives the bits of the op by itself`, (_, activate) => {
    manualSeed(4);
    const x = randn(shape).mul(3);
    const before = traced(
      moduleOf((y: Tensor) => activate(layer.forward(y) as Tensor)),
      [1, ...shape.slice(1)],
    );
    const after = fuseActivation(before).validate();
    expect(ops(after)).toEqual(ops(before).slice(0, 1));
    expect(functional.equal(runGraph(after, [x]) as Tensor, runGraph(before, [x]) as Tensor)).toBe(true);
  });
}

test('not into what has another user', () => {
  const conv = new nn.Conv2d(3, 3, 1).eval();
  const linear = new nn.Linear(4, 4).eval();
  const model = moduleOf((x: Tensor) => {
    const y = conv.forward(linear.forward(x).relu());
    return y.add(y.relu());
  });
  const before = traced(model, [1, 3, 4, 4]);
  const after = fuseActivation(before).validate();
  expect(ops(before)).toEqual(['linear', 'relu', 'conv2d', 'relu', 'add']);
  expect(ops(after)).toEqual(['linear', 'conv2d', 'relu', 'add']);
  const x = images(2, 4);
  expect(functional.equal(runGraph(after, [x]) as Tensor, runGraph(before, [x]) as Tensor)).toBe(true);
});

test('nor one after the other', () => {
  const linear = new nn.Linear(4, 4).eval();
  const before = traced(
    moduleOf((x: Tensor) => linear.forward(x).relu().tanh()),
    [1, 4],
  );
  expect(ops(fuseActivation(fuseActivation(before)))).toEqual(['linear', 'tanh']);
});

test('mobilenet_v3_small: all its activations are in convolutions and linear layers', () => {
  const before = traced(models.create('mobilenet_v3_small'), [1, 3, 32, 32]);
  const after = optimize(before);
  const count = (graph: Graph, op: string) => ops(graph).filter((one) => one === op).length;
  const named = ['hardswish', 'hardsigmoid', 'relu'];
  expect(named.map((op) => count(before, op))).toEqual([19, 9, 14]);
  expect(named.map((op) => count(after, op))).toEqual([0, 0, 0]);
  manualSeed(1);
  const x = randn([2, 3, 32, 32]);
  expect(relativeError(runGraph(after, [x]) as Tensor, runGraph(before, [x]) as Tensor)).toBeLessThan(1e-5);
});
