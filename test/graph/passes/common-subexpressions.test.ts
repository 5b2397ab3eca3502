import { expect, test } from 'vitest';
import * as F from '../../../lib/functional/index.js';
import { mergeCommonSubexpressions } from '../../../lib/graph/passes/common-subexpressions.js';
import { ones } from '../../../lib/tensor/create.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';
import { around } from './graphs.js';

const merged = (forward: (x: Tensor) => unknown) => around(mergeCommonSubexpressions, forward, [1, 4, 6]);

test('what is computed several times is computed once, and what follows from it too', () => {
  const { before, after, graph } = merged((x) => {
    const centred = () => x.sub(x.mean(2, { keepdim: true }));
    return [centred().div(centred().pow(2).mean(2, { keepdim: true }).sqrt()), centred()];
  });
  expect(before.filter((op) => op === 'mean' || op === 'sub')).toHaveLength(7);
  expect(after).toEqual(['mean', 'sub', 'pow', 'mean', 'sqrt', 'div']);
  expect(graph.outputs[1]?.name).toBe('sub');
});

test('equal numbers are one, different ones are not', () => {
  expect(merged((x) => [x.add(3), x.add(3), x.add(-0), x.add(0)]).after).toEqual(['add', 'add', 'add']);
  expect(merged((x) => [x.add(ones([6])), x.add(ones([6]))]).after).toEqual(['add', 'add']);
});

test('attributes and dtypes tell nodes apart, infinity and NaN too', () => {
  const limits = [Number.POSITIVE_INFINITY, 1, 2];
  const after = merged((x) => [
    ...limits.map((maxVal) => F.hardtanh(x, { minVal: 0, maxVal })),
    F.pad(x, [1, 0], { value: Number.NaN }).slice(2, 1),
    F.pad(x, [1, 0], { value: Number.POSITIVE_INFINITY }).slice(2, 1),
    x.to('float64').to('float32'),
    x.to('float16').to('float32'),
  ]).after;
  expect(after).toHaveLength(3 + 4 + 4);
});

test('operands in another order, and outputs by another name, are left', () => {
  expect(merged((x) => [F.sub(x, x.neg()), F.sub(x.neg(), x)]).after).toEqual(['neg', 'sub', 'sub']);
});
