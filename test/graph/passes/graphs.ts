/** What the tests of all passes need: graphs of modules, their ops, and whether two of them compute the same. */
import { expect } from 'vitest';
import { equal } from '../../../lib/functional/index.js';
import { type Graph, runGraph, trace } from '../../../lib/graph/index.js';
import { removeDeadCode } from '../../../lib/graph/passes/dead-code.js';
import type { Pass } from '../../../lib/graph/passes/index.js';
import type * as nn from '../../../lib/nn/index.js';
import { manualSeed, rand, randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { relativeError } from '../../support/fixtures.js';
import { moduleOf } from '../networks.js';

export const opsOf = ({ nodes }: Graph) => nodes.map(({ op }) => op);

export function traced(model: nn.Module, ...shapes: number[][]): Graph {
  return trace(
    model.eval(),
    shapes.map((shape) => ({ shape, dtype: 'float32' as const })),
  );
}

/** The ops of a function before and after a pass, which must not change its numbers at any batch size. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the function takes and returns
export function around(pass: Pass, forward: (...inputs: any[]) => unknown, ...shapes: number[][]) {
  const before = traced(moduleOf(forward), ...shapes);
  const after = removeDeadCode(pass(before));
  expectSame(before, after);
  return { before: opsOf(before), after: opsOf(after), graph: after };
}

/** @param bound the largest relative error; 0: the numbers must be the same */
export function expectSame(before: Graph, after: Graph, bound = 1e-5): void {
  after.validate();
  for (const batch of [1, 3]) {
    manualSeed(batch);
    const inputs = before.inputs.map(({ shape }) => randn([batch, ...(shape.slice(1) as number[])]));
    const [expected, actual] = [before, after].map((graph) => [runGraph(graph, inputs)].flat() as Tensor[]);
    for (const [i, output] of (expected as Tensor[]).entries()) {
      const other = actual?.[i] as Tensor;
      expect(other.shape).toEqual(output.shape);
      if (bound === 0) expect(equal(other, output)).toBe(true);
      else expect(relativeError(other.contiguous(), output.contiguous())).toBeLessThan(bound);
    }
  }
}

/** Gives a normalisation statistics and parameters that are not those of a fresh one. */
export function trained<Norm extends nn.BatchNorm2d | nn.BatchNorm1d | nn.BatchNorm3d>(norm: Norm): Norm {
  const { numFeatures } = norm;
  norm.running_mean?.copy_(randn([numFeatures]));
  norm.running_var?.copy_(rand([numFeatures]).add(0.5));
  norm.weight?.copy_(randn([numFeatures]));
  norm.bias?.copy_(randn([numFeatures]));
  return norm;
}
