/** Concatenations and splits: which copies are left, and that the numbers are those of the ops one by one. */
import { describe, expect, test } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import { type Graph, runGraph, trace } from '../../lib/graph/index.js';
import { optimize } from '../../lib/graph/passes/index.js';
import * as models from '../../lib/models/index.js';
import * as nn from '../../lib/nn/index.js';
import { blockImages } from '../../lib/plan/blocked/rewrite.js';
import { prepare } from '../../lib/plan/compile.js';
import { lower } from '../../lib/plan/lower.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { ones } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { moduleOf } from '../graph/networks.js';

import { Random } from '../support/random.js';

type Forward = (x: Tensor) => unknown;

const traced = (forward: Forward, shape: number[]) =>
  optimize(trace(moduleOf(forward), [{ shape, dtype: 'float32' }]));

/** The steps that only move elements, in a batch of three. */
const copies = (graph: Graph, batch = 3) =>
  lower(graph, batch)
    .steps.map(({ op }) => op)
    .filter((op) => op === 'cat' || op === 'copy');

function expectSameBits(graph: Graph, shape: number[]): void {
  using plan = prepare(graph, { threads: 2, concurrency: 1 });
  for (const batch of [1, 3, 0]) {
    manualSeed(batch);
    const x = randn([batch, ...shape.slice(1)]);
    const expected = [runGraph(graph, [x]) as Tensor | Tensor[]].flat();
    for (const [i, y] of [plan.runSync(x)].flat().entries()) {
      expect(y.shape).toEqual(expected[i]?.shape);
      expect(functional.equal(y, expected[i] as Tensor)).toBe(true);
    }
  }
}

const conv = (channels: number, outputs = channels) =>
  new nn.Conv2d(channels, outputs, 3, { padding: 1 }).eval();

describe('without a copy', () => {
  const [a, b, c, d] = [conv(4, 3), conv(4, 5), conv(8, 2), conv(4)] as const;
  const depthwise = new nn.Conv2d(8, 8, 3, { padding: 1, groups: 8 }).eval();
  const norm = new nn.BatchNorm2d(12).eval();
  const half = conv(2, 4);
  test.each<[string, Forward]>([
    ['convolutions of one input', (x) => functional.cat([a.forward(x), b.forward(x).relu()], 1)],
    [
      'pooling, activations and sums',
      (x) => {
        const y = a.forward(x);
        const pooled = functional.avgPool2d(x, 3, { stride: 1, padding: 1 });
        const most = functional.maxPool2d(x, 3, { stride: 1, padding: 1 });
        return functional.cat([pooled, y, x.exp(), x.mul(2), most], 1);
      },
    ],
    [
      'a concatenation in another one',
      (x) => functional.cat([functional.cat([a.forward(x), x.exp()], 1), b.forward(x)], 1).sigmoid(),
    ],
    [
      'a dense block',
      (x) => {
        const first = x.exp();
        const second = d.forward(first);
        const third = depthwise
          .forward(functional.cat([first, second], 1))
          .slice(1, 0, 4)
          .neg();
        const fourth = norm.forward(functional.cat([first, second, third], 1));
        return functional.cat([first, second, third, fourth], 1);
      },
    ],
    [
      'the same concatenation twice',
      (x) => {
        const parts = [a.forward(x), b.forward(x)];
        return c.forward(functional.cat(parts, 1)).sub(functional.cat(parts, 1).slice(1, 0, 2));
      },
    ],
    [
      'a part that is read after the whole',
      (x) => {
        const y = a.forward(x);
        return functional
          .cat([y, b.forward(x)], 1)
          .relu()
          .slice(1, 0, 3)
          .add(y);
      },
    ],
    ['along the rows of images, where sums are made', (x) => functional.cat([x.mul(2), x.add(1)], 2)],
    ['along the batch', (x) => functional.cat([x.softmax(1), x.exp()], 0)],
    ['halves of channels', (x) => functional.chunk(x, 2, 1).map((part) => half.forward(part))],
    [
      'averages of halves',
      (x) => functional.chunk(x, 2, 1).map((part) => functional.adaptiveAvgPool2d(part, [2, 3])),
    ],
    ['functions of slices', (x) => functional.chunk(x, 4, 1).map((part) => functional.hardswish(part))],
  ])('%s', async (_, forward) => {
    const graph = traced(forward, [1, 4, 5, 6]);
    for (const batch of [1, 3]) expect(copies(graph, batch)).toEqual([]);
    expectSameBits(graph, [1, 4, 5, 6]);
  });
});

describe('with a copy', () => {
  const layer = conv(4);
  test.each<[string, Forward, string[]]>([
    [
      'of inputs and constants',
      (x) => functional.cat([x, layer.forward(x), ones([1, 1, 5, 6]).expand(x.size(0), 1, 5, 6)], 1),
      ['copy', 'copy'],
    ],
    ['of all that there is', (x) => functional.cat([x, x], 1), ['cat']],
    [
      'of a value that comes twice',
      (x) => {
        const y = layer.forward(x);
        return functional.cat([y, y], 1);
      },
      ['copy'],
    ],
    [
      'of a view',
      (x) =>
        functional.cat(
          [layer.forward(x).permute(0, 1, 3, 2).permute(0, 1, 3, 2).slice(2, 0, 2), layer.forward(x)],
          2,
        ),
      ['cat'],
    ],
    [
      'of what is returned as well',
      (x) => {
        const y = layer.forward(x);
        return [functional.cat([y, x.exp()], 1), y];
      },
      ['copy'],
    ],
    [
      'of what an op reads that wants no gaps',
      (x) => {
        const y = layer.forward(x);
        return functional.cat([y, x.exp()], 1).add(y.softmax(1).repeat(1, 2, 1, 1));
      },
      ['copy', 'copy'],
    ],
    ['of another dtype', (x) => functional.cat([x.exp(), x.to('float64').exp()], 1), ['copy', 'copy']],
  ])('%s', async (_, forward, expected) => {
    const graph = traced(forward, [1, 4, 5, 6]);
    expect(copies(graph)).toEqual(expected);
    expectSameBits(graph, [1, 4, 5, 6]);
  });
});

test.each([
  ['squeezenet1_1', 64, 8, 0],
  ['googlenet', 64, 9, 0],
  ['inception_v3', 96, 11, 0],
  ['densenet121', 64, 58, 0],
  // Half of each unit's channels goes by the other half's convolutions, and the shuffle puts them in turns.
  ['shufflenet_v2_x0_5', 64, 16, 29],
] as const)(
  '%s at %i pixels: %s concatenations, %s copies at any batch size',
  async (name, size, cats, left) => {
    const shape = [1, 3, size, size];
    const graph = optimize(trace(models.create(name).eval(), [{ shape, dtype: 'float32' }]));
    expect(graph.nodes.filter(({ op }) => op === 'cat')).toHaveLength(cats);
    for (const batch of [1, 3]) expect(copies(graph, batch)).toHaveLength(left);
    expectSameBits(graph, shape);
    expectSameBits(blockImages(graph, 'fast', addon.channelBlock), shape);
  },
);

/** Draws ops on values that were made before, concatenations above all. */
function randomForward(seed: number): Forward {
  return (x) => {
    const random = new Random(seed);
    const made = [x];
    const pick = () => made[made.length - 1 - random.below(Math.min(5, made.length))] as Tensor;
    const few = (y: Tensor) => y.slice(1, 0, Math.min(6, y.size(1)));
    const ops: (() => Tensor)[] = [
      () => pick().neg(),
      () => functional.relu(pick()),
      () => functional.maxPool2d(few(pick()), 3, { stride: 1, padding: 1 }),
      () => functional.silu(few(pick())),
      () => pick().mul(0.5),
      () =>
        pick()
          .slice(1, 0, 1)
          .add(pick().slice(1, 0, 1)),
      () => few(pick()).softmax(1),
      () => functional.batchNorm(few(pick()).slice(1, 0, 1), ones([1]), ones([1])),
      () => functional.conv2d(pick().slice(1, 0, 1), ones([3, 1, 2, 2]), null, { padding: 'same' }),
      () => functional.cat([few(pick()), few(pick())], 1),
      () => functional.cat([few(pick()), few(pick()), few(pick())], 1),
    ];
    for (let i = 0; i < 12; i++) {
      made.push((ops[random.below(ops.length)] as () => Tensor)());
      made.push(functional.cat(made.slice(-2), 1));
    }
    return [pick(), pick(), few(pick())];
  };
}

test.each(Array.from({ length: 40 }, (_, i) => i + 1))(
  'random networks keep their bits at all batch sizes (draw %i)',
  async (seed) => {
    const graph = traced(randomForward(seed), [1, 2, 3, 4]);
    expectSameBits(graph, [1, 2, 3, 4]);
    expectSameBits(blockImages(graph, 'fast', addon.channelBlock), [1, 2, 3, 4]);
  },
);
