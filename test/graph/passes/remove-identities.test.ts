import { expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { trace } from '../../../lib/graph/index.js';
import { removeIdentities } from '../../../lib/graph/passes/remove-identities.js';
import { ones, tensor } from '../../../lib/tensor/create.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { moduleOf } from '../networks.js';
import { around, opsOf } from './graphs.js';

const shape = [1, 4, 6];

test.each<[string, (x: Tensor) => Tensor]>([
  ['a copy', (x) => x.clone()],
  ['a reshape to the shape that is there', (x) => x.view(x.size(0), 4, 6)],
  ['a permute of no dimension', (x) => x.permute(0, 1, 2)],
  ['a slice of everything', (x) => x.slice(1, 0, 4)],
  ['an expand to the shape that is there', (x) => F.expand(x, [-1, 4, 6])],
  ['a concatenation of one', (x) => F.cat([x], 1)],
  ['a product with 1', (x) => x.mul(1)],
  ['a product with ones', (x) => ones([4, 1]).mul(x)],
  ['a quotient by 1', (x) => x.div(1)],
  ['padding by nothing', (x) => F.pad(x, [0, 0])],
  ['pooling to the size that is there', (x) => F.adaptiveAvgPool1d(x, 6)],
])('%s goes', (_, forward) => {
  const { before, after } = around(removeIdentities, (x: Tensor) => forward(x.neg()).exp(), shape);
  expect(before.length).toBeGreaterThan(2);
  expect(after).toEqual(['neg', 'exp']);
});

test.each<[string, (x: Tensor) => Tensor]>([
  ['a permute', (x) => x.permute(0, 2, 1)],
  ['a permute of equal sizes', (x) => x.slice(2, 0, 4).permute(0, 2, 1)],
  ['a slice', (x) => x.slice(1, 1)],
  ['a concatenation', (x) => F.cat([x, x], 1)],
  ['a product with another number', (x) => x.mul(tensor([1, 1, 1, 1, 1, 2]))],
  ['a product with ones that broadcasts', (x) => x.slice(1, 0, 1).mul(ones([4, 1]))],
  ['1 divided by it', (x) => F.div(ones([1]), x)],
  ['padding that shifts', (x) => F.pad(x, [1, -1])],
  ['pooling', (x) => F.adaptiveAvgPool1d(x, 3)],
  ['a negation of a negation', (x) => x.neg()],
])('%s stays', (_, forward) => {
  const { before, after } = around(removeIdentities, (x: Tensor) => forward(x.neg()).exp(), shape);
  expect(after).toEqual(before);
});

test('a sum with 0 stays: it makes 0 of -0', () => {
  expect(around(removeIdentities, (x: Tensor) => x.add(0), shape).after).toEqual(['add']);
});

test('a function on its own result goes, whether the first is taken elsewhere or not', () => {
  const forward = (x: Tensor) => [F.relu(F.relu(x)), F.abs(F.abs(F.abs(x))), F.relu(F.neg(F.relu(x)))];
  const { after } = around(removeIdentities, forward, shape);
  expect(after).toEqual(['relu', 'abs', 'relu', 'neg', 'relu']);
});

test('a change of dtype stays, one to the dtype that is there goes', () => {
  const model = moduleOf((x: Tensor) => x.clone().to('float64').clone().to('float32'));
  const before = trace(model, [{ shape, dtype: 'float32' }]);
  const after = removeIdentities(before).validate();
  expect(opsOf(before)).toHaveLength(4);
  expect(opsOf(after)).toEqual(['copy', 'copy']);
});

test('a graph may come down to its input', () => {
  const { after, graph } = around(removeIdentities, (x: Tensor) => [x.clone(), x.mul(1)], shape);
  expect(after).toEqual([]);
  expect(graph.outputs).toEqual([graph.inputs[0], graph.inputs[0]]);
});
