import { expect, test } from 'vitest';
import * as functional from '../../../lib/functional/index.js';
import { type Graph, runGraph, trace } from '../../../lib/graph/index.js';
import { fuseActivation } from '../../../lib/graph/passes/fuse-activation.js';
import { fuseResidual } from '../../../lib/graph/passes/fuse-residual.js';
import { optimize } from '../../../lib/graph/passes/index.js';
import * as models from '../../../lib/models/index.js';
import * as nn from '../../../lib/nn/index.js';
import { manualSeed, randn } from '../../../lib/random/index.js';
import { ones } from '../../../lib/tensor/create.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { relativeError } from '../../support/fixtures.js';
import { moduleOf } from '../networks.js';

const ops = ({ nodes }: Graph) => nodes.map(({ op }) => op);
const traced = (forward: (x: Tensor) => unknown, shape: number[]) =>
  trace(moduleOf(forward), [{ shape, dtype: 'float32' }]);

function expectSameBits(before: Graph, after: Graph, x: Tensor): void {
  after.validate();
  expect(functional.equal(runGraph(after, [x]) as Tensor, runGraph(before, [x]) as Tensor)).toBe(true);
}

// Depths of one block, where the sums are added in the order of the ops by themselves.
const layers: [string, nn.Module, number[]][] = [
  ['convolution', new nn.Conv2d(13, 13, 3, { padding: 1, groups: 1 }).eval(), [2, 13, 7, 9]],
  ['grouped convolution', new nn.Conv2d(12, 12, 3, { padding: 1, groups: 3 }).eval(), [2, 12, 7, 9]],
  ['depthwise convolution', new nn.Conv2d(5, 5, 5, { padding: 2, groups: 5 }).eval(), [2, 5, 7, 9]],
  ['convolution of volumes', new nn.Conv3d(3, 3, 3, { padding: 1 }).eval(), [2, 3, 3, 4, 9]],
  ['convolution without a batch', new nn.Conv2d(3, 3, 1).eval(), [3, 7, 9]],
  ['linear layer', new nn.Linear(21, 21).eval(), [3, 7, 21]],
];

for (const [kind, layer, shape] of layers) {
  test.each<[string, (x: Tensor) => Tensor]>([
    ['x + f(x)', (x) => x.add(layer.forward(x))],
    ['f(x) + g(x), then ReLU', (x) => functional.relu((layer.forward(x) as Tensor).add(x.neg()))],
    ['f(x) + g(x), then SiLU', (x) => functional.silu((layer.forward(x) as Tensor).add(x.neg()))],
  ])(`${kind}: %s`, (_, forward) => {
    manualSeed(5);
    const before = trace(moduleOf(forward), [{ shape, dtype: 'float32' }], { batch: 'fixed' });
    const after = fuseActivation(fuseResidual(before));
    expect(ops(after).filter((op) => op !== 'neg')).toEqual([before.nodes[0]?.op]);
    expectSameBits(before, after, randn(shape));
  });
}

test('of two convolutions, the later one adds the other', () => {
  const convs = [new nn.Conv2d(3, 4, 1).eval(), new nn.Conv2d(3, 4, 3, { padding: 1 }).eval()] as const;
  const before = traced((x) => convs[0].forward(x).add(convs[1].forward(x)), [1, 3, 4, 4]);
  const after = fuseResidual(before);
  expect(ops(after)).toEqual(['conv2d', 'conv2d']);
  expect(after.nodes[1]?.inputs[3]).toBe(after.nodes[0]?.outputs[0]);
  expectSameBits(before, after, randn([2, 3, 4, 4]));
});

test('not where the sum has another shape, the layer another user, or a sum or an activation already', () => {
  const linear = new nn.Linear(4, 4).eval();
  const unchanged = (forward: (x: Tensor) => unknown) => {
    const before = traced(forward, [1, 4]);
    expect(ops(fuseResidual(before))).toEqual(ops(before));
  };
  unchanged((x) => linear.forward(x).add(ones([1, 4])));
  unchanged((x) => linear.forward(x).add(ones([3, 1, 4])));
  unchanged((x) => {
    const y = linear.forward(x);
    return y.add(y);
  });
  unchanged((x) => linear.forward(x).sub(x));
  const twice = fuseResidual(fuseResidual(traced((x) => linear.forward(x).add(x).add(x.neg()), [1, 4])));
  expect(ops(twice)).toEqual(['linear', 'neg', 'add']);
  const activated = fuseActivation(traced((x) => linear.forward(x).relu().add(x), [1, 4]));
  expect(ops(fuseResidual(activated))).toEqual(['linear', 'add']);
});

test.each([
  ['resnet18', 8],
  ['mobilenet_v2', 10],
  ['efficientnet_b0', 9],
] as const)('%s: its %i shortcuts are added by convolutions', (name, shortcuts) => {
  const model = models.create(name).eval();
  const before = trace(model, [{ shape: [1, 3, 32, 32], dtype: 'float32' }]);
  const after = optimize(before);
  expect(ops(before).filter((op) => op === 'add')).toHaveLength(shortcuts);
  expect(ops(after)).not.toContain('add');
  manualSeed(1);
  const x = randn([2, 3, 32, 32]);
  expect(relativeError(runGraph(after, [x]) as Tensor, runGraph(before, [x]) as Tensor)).toBeLessThan(1e-5);
});
