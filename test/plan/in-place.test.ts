/** Steps that write over an input: where memory is saved, and where that would lose what is needed. */
import { describe, expect, test } from 'vitest';
import { clone } from '../../lib/functional/copy.js';
import * as functional from '../../lib/functional/index.js';
import { type Graph, runGraph, trace } from '../../lib/graph/index.js';
import { optimize } from '../../lib/graph/passes/index.js';
import * as models from '../../lib/models/index.js';
import * as nn from '../../lib/nn/index.js';
import { compile, prepare } from '../../lib/plan/compile.js';
import { lastUses, mayOverwrite } from '../../lib/plan/in-place.js';
import { lower } from '../../lib/plan/lower.js';
import { manualSeed, rand, randn } from '../../lib/random/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { tensor, zeros } from '../../lib/tensor/create.js';
import { runInto, type Tensor } from '../../lib/tensor/tensor.js';
import { moduleOf } from '../graph/networks.js';
import { blockedShape } from '../support/blocked.js';
import { Random } from '../support/random.js';

type Forward = (x: Tensor) => unknown;

const traced = (forward: Forward, shape: number[]) =>
  optimize(trace(moduleOf(forward), [{ shape, dtype: 'float32' }]));

/** How many blocks of the input's size the arena has. */
function blocks(forward: Forward, shape = [1, 4, 4]): number {
  const bytes = 4 * shape.reduce((product, size) => product * size, 1);
  return lower(traced(forward, shape), shape[0] as number).description.arenaBytes / bytes;
}

function expectSameBits(graph: Graph, ...inputs: Tensor[]): void {
  using plan = prepare(graph, { threads: 2, concurrency: 1 });
  const expected = runGraph(graph, inputs) as Tensor | Tensor[];
  const actual = plan.runSync(...inputs);
  for (const [i, y] of [expected].flat().entries())
    expect(functional.equal([actual].flat()[i], y)).toBe(true);
}

describe('a block is shared', () => {
  test.each<[string, Forward]>([
    ['by a chain of functions', (x) => x.exp().sin().relu().mul(2).neg()],
    ['by a sum of two that die', (x) => x.add(x)],
    ['through views', (x) => x.reshape(-1, 16).exp().reshape(-1, 2, 8).abs()],
  ])('%s', async (_, forward) => {
    expect(blocks(forward)).toBe(1);
    expectSameBits(traced(forward, [1, 4, 4]), randn([3, 4, 4]));
  });

  test('by a convolution and the residual that dies with it', async () => {
    const conv = new nn.Conv2d(16, 16, 3, { padding: 1 }).eval();
    const graph = traced((x) => conv.forward(x).add(x.exp()), [1, 16, 4, 4]);
    expect(lower(graph, 1).description.arenaBytes).toBe(2 * 4 * 256);
    expectSameBits(graph, randn([3, 16, 4, 4]));
  });

  test('by the blocks of resnet18: as few bytes as its largest layer and its input take', () => {
    const graph = optimize(trace(models.resnet18().eval(), [{ shape: [1, 3, 64, 64], dtype: 'float32' }]));
    expect(lower(graph, 1).description.arenaBytes).toBe(4 * 64 * 32 * 32 + 4 * 64 * 16 * 16);
  });
});

describe('a block is not shared', () => {
  test.each<[string, Forward]>([
    ['with what is used later', (x) => x.add(x.exp())],
    [
      'with what is used later through a view',
      (x) => {
        const view = x.permute(0, 2, 1);
        return x.exp().add(view);
      },
    ],
    ['with another arrangement of its elements', (x) => x.sub(x.permute(0, 2, 1))],
    ['with a part of itself that is broadcast', (x) => x.sub(x.slice(1, 0, 1))],
    ['with what is returned', (x) => [x.exp(), x]],
    [
      'with what is returned as a view',
      (x) => {
        const y = x.exp();
        return [y.relu(), y.permute(0, 2, 1)];
      },
    ],
    ['by ops that read more than one element', (x) => x.softmax(2)],
  ])('%s', async (_, forward) => {
    expect(blocks(forward)).toBeGreaterThan(1);
    expectSameBits(traced(forward, [1, 4, 4]), randn([3, 4, 4]));
  });

  test('by a convolution and its input, even where that is its residual', async () => {
    const conv = new nn.Conv2d(4, 4, 3, { padding: 1 }).eval();
    const graph = traced((x) => conv.forward(x).add(x), [1, 4, 4, 4]);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['conv2d']);
    expect(lower(graph, 1).description.arenaBytes).toBe(2 * 4 * 64);
    expectSameBits(graph, randn([3, 4, 4, 4]));
  });

  test('by constants, however often the plan runs', async () => {
    const row = tensor([1, 2, 3, 4]);
    const plan = await compile(
      moduleOf((x: Tensor) => [x.sum(1).add(row.exp().neg()), row.mul(x.size(0))]),
      {
        input: [1, 2, 4],
        batch: 'fixed',
      },
    );
    const x = randn([1, 2, 4]);
    const first = plan.runSync(x);
    for (const [i, y] of plan.runSync(x).entries()) expect(functional.equal(y, first[i])).toBe(true);
  });

  test('by dtypes of different sizes', async () => {
    expectSameBits(
      traced((x) => x.to('float64').exp().to('float32'), [1, 4, 4]),
      randn([3, 4, 4]),
    );
  });
});

/** Draws ops on values that were made before, so that lives of all kinds overlap. */
function randomForward(seed: number): Forward {
  return (x) => {
    const random = new Random(seed);
    const made = [x, x.permute(0, 2, 1)];
    const pick = () => made[made.length - 1 - random.below(Math.min(4, made.length))] as Tensor;
    const ops: ((y: Tensor) => Tensor)[] = [
      (y) => y.neg(),
      (y) => functional.relu(y),
      (y) => functional.hardswish(y),
      (y) => y.sub(pick()),
      (y) => y.add(pick()).mul(0.5),
      (y) => y.sub(pick().slice(1, 1, 2)),
      (y) => y.permute(0, 2, 1),
      (y) => y.softmax(1),
      (y) => y.reshape(-1, 16).abs().reshape(-1, 4, 4),
      (y) => functional.cat([y.slice(1, 0, 2), pick().slice(1, 2, 4)], 1),
    ];
    for (let i = 0; i < 24; i++) made.push((ops[random.below(ops.length)] as (y: Tensor) => Tensor)(pick()));
    return [pick(), pick()];
  };
}

test.each(Array.from({ length: 40 }, (_, i) => i + 1))(
  'random networks keep their bits at all batch sizes (draw %i)',
  async (seed) => {
    const graph = traced(randomForward(seed), [1, 4, 4]);
    manualSeed(seed);
    for (const batch of [1, 3]) expectSameBits(graph, randn([batch, 4, 4]));
  },
);

test('values die with their last reader, also through views', () => {
  const graph = trace(
    moduleOf((x: Tensor) => {
      const view = x.permute(0, 2, 1);
      const y = x.exp();
      return y.add(view);
    }),
    [{ shape: [1, 4, 4], dtype: 'float32' }],
  );
  const [permute, exp, add] = graph.nodes;
  const last = lastUses(graph);
  expect(last.get(graph.inputs[0] as never)).toBe(2);
  expect(last.get(permute?.outputs[0] as never)).toBe(2);
  expect(last.get(exp?.outputs[0] as never)).toBe(2);
  expect(last.get(add?.outputs[0] as never)).toBe(Number.POSITIVE_INFINITY);
});

/** For NaN, too, where functions are not defined. */
const bytes = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

const attributes = {
  alpha: 0.5,
  inputScale: 1,
  lambd: 0.2,
  minVal: -0.5,
  maxVal: 0.5,
  negativeSlope: 0.1,
  beta: 2,
  threshold: 0.3,
  value: 7,
  eps: 1e-5,
  channels: 5,
  activation: 'relu',
};

const shapes: Record<string, number[]> = {
  blockedBatchNorm: blockedShape([3, 5, 17, 241]),
  blockedChannelNorm: blockedShape([3, 5, 17, 241]),
  channelNorm: [3, 5, 17, 241],
};

test.each(Object.keys(addon.ops).filter((op) => mayOverwrite(op, 0)))(
  '%s gives the same bits where an input was',
  (op) => {
    manualSeed(6);
    const shape = shapes[op] ?? [3, 5, 4001];
    const [x, other] = [randn(shape), randn(shape)];
    const parameters = Array.from({ length: 4 }, () => rand([5]));
    const binary = ['add', 'div', 'maximum', 'minimum', 'mul', 'pow', 'sub'].includes(op);
    const withParameters: Record<string, (Tensor | undefined)[]> = {
      batchNorm: [x, ...parameters],
      blockedBatchNorm: [x, ...parameters.slice(2)],
      blockedChannelNorm: [x, ...parameters.slice(2)],
      channelNorm: [x, ...parameters.slice(2)],
      prelu: [x, parameters[0]],
    };
    const [, ...others] = withParameters[op] ?? (binary ? [x, other] : [x]);
    const run = (inputs: readonly Tensor[], output: Tensor) => {
      runInto(op, attributes, inputs, [output]);
      return output;
    };
    const expected = run([x, ...(others as Tensor[])], zeros(shape));
    const overX = clone(x);
    expect(bytes(run([overX, ...(others as Tensor[])], overX)).equals(bytes(expected))).toBe(true);
    if (!binary) return;
    const overOther = clone(other);
    expect(bytes(run([x, overOther], overOther)).equals(bytes(expected))).toBe(true);
    const both = clone(x);
    expect(bytes(run([both, both], both)).equals(bytes(run([x, x], zeros(shape))))).toBe(true);
  },
);
