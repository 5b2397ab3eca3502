/** Graphs at random, of the same seeds each time: whatever they are made of, passes leave their numbers alone. */
import { describe, expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { type Graph, runGraph, trace } from '../../../lib/graph/index.js';
import { channelsFirst } from '../../../lib/graph/passes/channels-first.js';
import { mergeCommonSubexpressions } from '../../../lib/graph/passes/common-subexpressions.js';
import { removeDeadCode } from '../../../lib/graph/passes/dead-code.js';
import { foldAffine } from '../../../lib/graph/passes/fold-affine.js';
import { foldConstants } from '../../../lib/graph/passes/fold-constants.js';
import { fuseActivation } from '../../../lib/graph/passes/fuse-activation.js';
import { fuseResidual } from '../../../lib/graph/passes/fuse-residual.js';
import { optimize, type Pass } from '../../../lib/graph/passes/index.js';
import { padIntoConv } from '../../../lib/graph/passes/pad-into-conv.js';
import { poolBeforeConv } from '../../../lib/graph/passes/pool-before-conv.js';
import { pushTransposes } from '../../../lib/graph/passes/push-transposes.js';
import { removeIdentities } from '../../../lib/graph/passes/remove-identities.js';
import { compile } from '../../../lib/plan/index.js';
import { Generator, manualSeed, randint, randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { relativeError } from '../../support/fixtures.js';
import { moduleOf } from '../networks.js';
import { expectSame } from './graphs.js';

const SEEDS = 60;
const OPS = 24;
const SHAPE = [1, 4, 5, 6];

/** Chooses by a seed. */
class Dice {
  readonly #generator = new Generator();

  constructor(seed: number) {
    this.#generator.manualSeed(seed);
  }

  below(count: number): number {
    return randint(0, count, [1], { generator: this.#generator }).item() as number;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** An op on one of the values that are there, perhaps with another one; undefined where it does not fit their shapes. */
type Step = (
  x: Tensor,
  y: Tensor,
  choice: number,
  constant: (shape: number[]) => Tensor,
) => Tensor | undefined;

const isImage = (x: Tensor) => x.ndim === 4;
const alike = (x: Tensor, y: Tensor) =>
  x.shape.length === y.shape.length && x.shape.every((size, d) => size === y.shape[d]);
const orders = [
  [0, 2, 3, 1],
  [0, 3, 1, 2],
  [0, 1, 3, 2],
  [0, 1, 2, 3],
];

const steps: readonly Step[] = [
  (x) => F.relu(x),
  (x) => F.relu(F.relu(x)),
  (x) => F.tanh(x),
  (x) => F.hardtanh(x),
  (x) => x.clone(),
  (x) => x.mul(1),
  (x) => x.div(1),
  (x, _, choice) => x.mul(choice % 3),
  (x) => x.view(x.shape),
  (x) => x.permute(x.shape.map((_, d) => (d === 0 ? 0 : x.ndim - d))),
  (x, _, choice) => (isImage(x) ? x.permute(orders[choice % 4] as number[]) : undefined),
  (x, _, choice) =>
    isImage(x)
      ? F.tanh(x.permute(orders[choice % 2] as number[])).permute(orders[1 - (choice % 2)] as number[])
      : undefined,
  (x, _, choice, constant) => {
    if (!isImage(x)) return undefined;
    const channels = x.size(1);
    const normalised = F.layerNorm(x.permute(0, 2, 3, 1), [channels], { weight: constant([channels]) });
    const y = choice % 3 === 0 ? normalised : F.gelu(normalised).mul(constant([1, channels]));
    return (choice % 2 === 0 ? F.linear(y, constant([3, channels])) : y).permute(0, 3, 1, 2);
  },
  (x) => x.reshape(x.size(0), -1),
  (x) => (x.ndim === 2 && x.size(1) % 4 === 0 ? x.reshape(x.size(0), 4, 1, -1) : undefined),
  (x) => x.slice(1, 0, x.size(1)),
  (x) => x.slice(-1, 0, undefined, 2),
  (x, y, choice) => (alike(x, y) ? (choice % 2 === 0 ? x.add(y) : x.sub(y)) : undefined),
  (x, y) => (alike(x, y) ? F.cat([x, y], 1) : undefined),
  (x) => F.softmax(x, -1),
  (x) => x.sub(x.mean(-1, { keepdim: true })),
  (x, _, choice, constant) =>
    x.add(
      constant(choice % 2 === 0 ? [x.shape.at(-1) as number] : [x.size(1), ...x.shape.slice(2).map(() => 1)]),
    ),
  (x, _, choice, constant) =>
    x.mul(constant(choice % 2 === 0 ? [1] : [x.size(1), ...x.shape.slice(2).map(() => 1)])),
  (x, _, choice) => (isImage(x) ? F.pad(x, [choice % 2, 0, 1, choice % 3]) : undefined),
  (x) => (isImage(x) ? F.adaptiveAvgPool2d(x, x.shape.slice(2) as [number, number]) : undefined),
  (x, _, choice, constant) =>
    isImage(x)
      ? F.conv2d(
          F.pad(x, [1, 1, 1, choice % 2]),
          constant([4, x.size(1), 2, 2]),
          choice % 3 === 0 ? constant([4]) : null,
        )
      : undefined,
  (x, _, _choice, constant) =>
    isImage(x) ? F.conv2d(x, constant([x.size(1), x.size(1), 1, 1])).add(x) : undefined,
  (x, _, choice, constant) =>
    isImage(x) && x.size(2) > 1
      ? F.avgPool2d(F.conv2d(x, constant([3, x.size(1), 1, 1])), [2, 1], { ceilMode: choice % 2 === 0 })
      : undefined,
  (x, _, choice, constant) =>
    isImage(x)
      ? F.convTranspose2d(x, constant([x.size(1), 3, 2, 2]), constant([3]), {
          stride: 1 + (choice % 2),
        })
      : undefined,
  (x, _, choice, constant) => {
    const y = F.linear(x, constant([5, x.shape.at(-1) as number]));
    return choice % 2 === 0 ? F.relu(y) : y;
  },
  (x, _, _choice, constant) =>
    x.ndim > 1
      ? F.batchNorm(
          x,
          constant([x.size(1)]),
          constant([x.size(1)])
            .abs()
            .add(0.5),
          { weight: constant([x.size(1)]) },
        )
      : undefined,
];

/** A function of random steps; every value may be taken again, and the last ones are returned. */
function randomForward(seed: number): (x: Tensor) => Tensor[] {
  const constants = new Map<string, Tensor>();
  return (x) => {
    const dice = new Dice(seed); // anew for each call, which must do the same
    const values = [x];
    for (let i = 0; values.length <= OPS && i < 10 * OPS; i++) {
      const [step, recent, other, choice] = [dice.of(steps), dice.below(2), dice.of(values), dice.below(6)];
      const input = values.at(-1 - recent) ?? x;
      const constant = (shape: number[]) => {
        const key = `${i}:${shape}`;
        const tensor = constants.get(key) ?? randn(shape);
        constants.set(key, tensor);
        return tensor;
      };
      const value = step(input, other, choice, constant);
      if (value !== undefined && value.numel() / value.size(0) < 2000) values.push(value);
    }
    return values.slice(-2);
  };
}

const graphs: Graph[] = Array.from({ length: SEEDS }, (_, seed) => {
  manualSeed(seed);
  return trace(moduleOf(randomForward(seed)), [{ shape: SHAPE, dtype: 'float32' }]);
});

/** The name of each pass, what it does to the numbers: nothing (0), or at most rounding. */
const passes: [string, Pass, number][] = [
  ['dead code', removeDeadCode, 0],
  ['identities', removeIdentities, 0],
  ['channels first', channelsFirst, 1e-5],
  ['transposes', pushTransposes, 1e-5],
  ['constants', foldConstants, 0],
  ['common subexpressions', mergeCommonSubexpressions, 0],
  ['affine maps', foldAffine, 1e-5],
  ['padding', padIntoConv, 1e-5],
  ['pooling', poolBeforeConv, 1e-5],
  ['residuals', fuseResidual, 1e-5],
  ['activations', fuseActivation, 1e-5],
  ['all of them', optimize, 1e-5],
];

describe.each(passes)('%s', (_, pass, bound) => {
  test('computes the same as before, alone and after the others', () => {
    let fired = 0;
    for (const before of graphs) {
      const after = pass(before);
      if (after.toString() !== before.toString()) fired++;
      expectSame(before, after, bound);
      expectSame(before, pass(optimize(before)));
    }
    // A trace leaves no nodes of constants alone.
    if (pass !== foldConstants) expect(fired).toBeGreaterThan(SEEDS / 20);
  });
});

test('plans of them compute the same too', async () => {
  for (const graph of graphs) {
    manualSeed(1);
    const x = randn(SHAPE.with(0, 2));
    const plan = await compile(graph);
    const expected = runGraph(graph, [x]) as Tensor[];
    for (const [i, output] of plan.runSync(x).entries())
      expect(relativeError(output, (expected[i] as Tensor).contiguous())).toBeLessThan(1e-5);
    plan.dispose();
  }
});
