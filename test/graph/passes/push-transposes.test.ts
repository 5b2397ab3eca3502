import { describe, expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { pushTransposes } from '../../../lib/graph/passes/push-transposes.js';
import { removeIdentities } from '../../../lib/graph/passes/remove-identities.js';
import { randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { around } from './graphs.js';

const last = (x: Tensor) => x.permute(0, 2, 3, 1);
const first = (x: Tensor) => x.permute(0, 3, 1, 2);
const shape = [1, 3, 4, 5];

// biome-ignore lint/suspicious/noExplicitAny: whatever the function takes and returns
const pushed = (forward: (...inputs: any[]) => unknown, ...shapes: number[][]) =>
  around(pushTransposes, forward, ...(shapes.length > 0 ? shapes : [shape]));

describe('a permute moves behind', () => {
  test.each<[string, (x: Tensor) => Tensor]>([
    ['a function', (x) => F.sigmoid(x)],
    ['functions', (x) => F.hardtanh(F.hardswish(x), { minVal: 0 })],
    ['a sum with one number', (x) => x.add(1)],
    ['a product of itself', (x) => x.mul(x)],
  ])('%s', (_, forward) => {
    const { before, after } = pushed((x: Tensor) => first(forward(last(x))));
    expect(after).toEqual([...before.slice(1, -1), 'permute']);
  });

  test('a sum with a number for each channel, which is arranged for that', () => {
    const bias = randn([3]);
    const { before, after, graph } = pushed((x: Tensor) => first(last(x).add(bias)));
    expect(before).toEqual(['permute', 'add', 'permute']);
    expect(after).toEqual(['reshape', 'permute', 'add', 'permute']);
    expect(graph.nodes[1]?.outputs[0]?.shape).toEqual([1, 3, 1, 1]);
  });

  test('a sum of two that are permuted alike, and a concatenation', () => {
    const { after } = pushed((x: Tensor, y: Tensor) => first(last(x).sub(last(y))), shape, shape);
    expect(after).toEqual(['sub', 'permute']);
    const joined = pushed((x: Tensor, y: Tensor) => first(F.cat([last(x), last(y)], 3)), shape, shape);
    expect(joined.after).toEqual(['cat', 'permute']);
    expect(joined.graph.nodes[0]?.attributes).toEqual({ dim: 1 });
  });

  test('what a chain of it leads to, so that it meets its inverse', () => {
    const bias = randn([5, 3]);
    const { after } = around(
      (graph) => removeIdentities(pushTransposes(graph)),
      (x: Tensor) => first(F.relu(last(x).add(bias))).exp(),
      shape,
    );
    expect(after).toEqual(['reshape', 'permute', 'add', 'relu', 'exp']);
  });
});

describe('a permute stays', () => {
  const [weight, image] = [randn([2, 4, 1, 1]), randn([1, 4, 5, 3])] as const;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the function takes and returns
  test.each<[string, (...inputs: any[]) => unknown]>([
    [
      'where another op takes it too',
      (x: Tensor) => {
        const y = last(x);
        return [first(y.relu()), y.exp()];
      },
    ],
    [
      'before a sum with what is not permuted',
      (x: Tensor) =>
        x
          .slice(3, 0, 4)
          .add(x.slice(3, 0, 4).permute(0, 1, 3, 2))
          .permute(0, 2, 3, 1),
    ],
    ['before a sum that is returned, since that comes in order', (x: Tensor) => last(x).add(1)],
    ['before a sum that a convolution takes', (x: Tensor) => F.conv2d(last(x).add(1), weight)],
    ['before what goes along a dimension', (x: Tensor) => first(F.softmax(last(x), 3))],
    [
      'before a sum that has more dimensions',
      (x: Tensor) =>
        first(
          last(x)
            .select(0, 0)
            .permute(2, 0, 1)
            .add(weight.slice(1, 0, 1)),
        ),
    ],
    ['before a concatenation with a constant', (x: Tensor) => F.cat([last(x), image], 0).permute(0, 3, 1, 2)],
  ])('%s', (_, forward) => {
    const { before, after } = pushed(forward);
    expect(after).toEqual(before);
  });
});
