/** Each pass: what it makes of a small graph, that it fires on a real network, and that the numbers stay. */
import { expect, test } from 'vitest';
import { type Graph, runGraph, trace } from '../../../lib/graph/index.js';
import { removeDeadCode } from '../../../lib/graph/passes/dead-code.js';
import { foldBatchNorm } from '../../../lib/graph/passes/fold-batch-norm.js';
import { optimize } from '../../../lib/graph/passes/index.js';
import * as models from '../../../lib/models/index.js';
import * as nn from '../../../lib/nn/index.js';
import { manualSeed, rand, randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { relativeError } from '../../support/fixtures.js';
import { images, moduleOf, smallNet } from '../networks.js';

const ops = ({ nodes }: Graph) => nodes.map(({ op }) => op);
const traced = (model: nn.Module, shape: number[]) => trace(model.eval(), [{ shape, dtype: 'float32' }]);

function expectSameNumbers(before: Graph, after: Graph, x: Tensor): void {
  after.validate();
  expect(relativeError(runGraph(after, [x]) as Tensor, runGraph(before, [x]) as Tensor)).toBeLessThan(1e-5);
}

test('dead code: views and constants that nothing needs go', () => {
  const row = randn([3]);
  const model = moduleOf((x: Tensor) => {
    x.permute(1, 0);
    x.add(row).mul(2);
    return x.relu();
  });
  const before = traced(model, [1, 3]);
  const after = removeDeadCode(before);
  expect(ops(before)).toEqual(['permute', 'add', 'mul', 'relu']);
  expect(ops(after)).toEqual(['relu']);
  expect(after.constants.size).toBe(0);
  expectSameNumbers(before, after, randn([2, 3]));
});

test('batch normalisation: folded into the convolution before it, with and without bias', () => {
  manualSeed(3);
  const norms = [new nn.BatchNorm2d(6), new nn.BatchNorm2d(4, { affine: false, eps: 0.1 })] as const;
  const model = new nn.Sequential(
    new nn.Conv2d(3, 6, 3, { groups: 3, bias: false }),
    norms[0],
    new nn.Conv2d(6, 4, 1),
    norms[1],
  );
  for (const norm of norms) {
    norm.running_mean?.copy_(randn([norm.numFeatures]));
    norm.running_var?.copy_(rand([norm.numFeatures]).add(0.5));
    norm.weight?.copy_(randn([norm.numFeatures]));
    norm.bias?.copy_(randn([norm.numFeatures]));
  }
  const before = traced(model, [1, 3, 8, 8]);
  const after = foldBatchNorm(before);
  expect(ops(after)).toEqual(['conv2d', 'conv2d']);
  expectSameNumbers(before, after, images(2));
});

test('batch normalisation: left where the convolution has another user, or is returned', () => {
  const conv = new nn.Conv2d(3, 3, 1).eval();
  const norm = new nn.BatchNorm2d(3).eval();
  const twice = moduleOf((x: Tensor) => {
    const y = conv.forward(x);
    return norm.forward(y).add(y);
  });
  const returned = moduleOf((x: Tensor) => {
    const y = conv.forward(x);
    return [y, norm.forward(y)];
  });
  for (const model of [twice, returned])
    expect(ops(foldBatchNorm(traced(model, [1, 3, 4, 4])))).toContain('batchNorm');
});

test('a layer that is called twice is folded twice', () => {
  const conv = new nn.Conv2d(3, 3, 1).eval();
  const norms = [new nn.BatchNorm2d(3).eval(), new nn.BatchNorm2d(3, { eps: 1 }).eval()] as const;
  const before = traced(
    moduleOf((x: Tensor) =>
      norms.map((norm) => norm.forward(conv.forward(x))).reduce((sum, y) => sum.add(y)),
    ),
    [1, 3, 4, 4],
  );
  const after = foldBatchNorm(before);
  expect(ops(after)).toEqual(['conv2d', 'conv2d', 'add']);
  expectSameNumbers(before, after, images(2, 4));
});

test('resnet18: every batch normalisation, ReLU and sum goes', () => {
  const before = traced(models.resnet18(), [1, 3, 32, 32]);
  const after = optimize(before);
  const count = (graph: Graph, op: string) => ops(graph).filter((one) => one === op).length;
  expect([count(before, 'batchNorm'), count(before, 'relu'), count(before, 'add')]).toEqual([20, 17, 8]);
  expect([count(after, 'batchNorm'), count(after, 'relu'), count(after, 'add')]).toEqual([0, 0, 0]);
  manualSeed(1);
  expectSameNumbers(before, after, randn([2, 3, 32, 32]));
});

test('all together keep the numbers of a network whose statistics are not those of a fresh one', () => {
  const before = traced(smallNet(), [1, 3, 8, 8]);
  const after = optimize(before);
  expect(ops(after)).not.toContain('batchNorm');
  expectSameNumbers(before, after, images(3));
});
