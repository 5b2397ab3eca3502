import { expect, test } from 'vitest';
import { removeDeadCode } from '../../../lib/graph/passes/dead-code.js';
import { randn } from '../../../lib/random/index.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { around } from './graphs.js';

test('views, ops and constants that nothing needs go', () => {
  const row = randn([3]);
  const { before, after, graph } = around(
    removeDeadCode,
    (x: Tensor) => {
      x.permute(1, 0);
      x.add(row).mul(2);
      return x.relu();
    },
    [1, 3],
  );
  expect(before).toEqual(['permute', 'add', 'mul', 'relu']);
  expect(after).toEqual(['relu']);
  expect(graph.constants.size).toBe(0);
});
