import { expect, test } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import { trace } from '../../lib/graph/index.js';
import { rowsAreIndependent } from '../../lib/plan/rows.js';
import { ones } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { moduleOf, smallNet } from '../graph/networks.js';

const independent = (forward: (x: Tensor) => unknown, shape = [1, 4, 6]) =>
  rowsAreIndependent(trace(moduleOf(forward), [{ shape, dtype: 'float32' }]));

test('a network of layers computes each row by itself', () => {
  expect(rowsAreIndependent(trace(smallNet(), [{ shape: [1, 3, 8, 8], dtype: 'float32' }]))).toBe(true);
  expect(independent((x) => functional.cat([x, x.relu()], 1).softmax(2).permute(0, 2, 1).flatten(1))).toBe(
    true,
  );
  expect(independent((x) => x.add(ones([4, 1])).mul(2))).toBe(true);
});

test('whatever mixes rows, or might, is seen', () => {
  expect(independent((x) => x.sub(x.mean(0)))).toBe(false);
  expect(independent((x) => x.softmax(0))).toBe(false);
  expect(independent((x) => x.flip(0))).toBe(false);
  expect(independent((x) => x.permute(1, 0, 2))).toBe(false);
  expect(independent((x) => x.flatten(0, 1))).toBe(false);
  expect(independent((x) => x.add(ones([x.size(0), 1, 1])))).toBe(false);
  expect(independent((x) => x.view(x.size(0), 4).add(x.view(1, x.size(0), 4)), [1, 4])).toBe(false);
});
