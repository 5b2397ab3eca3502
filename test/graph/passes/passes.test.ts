/** All passes together. */
import { expect, test } from 'vitest';
import { type Graph, runGraph, trace } from '../../../lib/graph/index.js';
import { optimize } from '../../../lib/graph/passes/index.js';
import * as models from '../../../lib/models/index.js';
import type * as nn from '../../../lib/nn/index.js';
import { manualSeed, randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { relativeError } from '../../support/fixtures.js';
import { images, smallNet } from '../networks.js';

const ops = ({ nodes }: Graph) => nodes.map(({ op }) => op);
const traced = (model: nn.Module, shape: number[]) => trace(model.eval(), [{ shape, dtype: 'float32' }]);

function expectSameNumbers(before: Graph, after: Graph, x: Tensor): void {
  after.validate();
  expect(relativeError(runGraph(after, [x]) as Tensor, runGraph(before, [x]) as Tensor)).toBeLessThan(1e-5);
}

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
