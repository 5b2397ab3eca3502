import { expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { full, functional, ones, type Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const fixture = readFixture<{
  operands: Record<string, RecordedTensor>;
  products: Record<string, RecordedTensor>;
  sums: { equation: string; operands: string[]; output: RecordedTensor }[];
}>('products');
const { addmm, bmm, dot, einsum, mm, mv, outer } = functional;
const operand = (name: string) => toTensor(fixture.operands[name] as RecordedTensor);
const [a, b, c, v, w] = ['a', 'b', 'c', 'v', 'w'].map(operand) as [Tensor, Tensor, Tensor, Tensor, Tensor];
const [a0, b0, c0] = [a, b, c].map((x) => x.select(0, 0)) as [Tensor, Tensor, Tensor];

test.each(
  Object.entries({
    mm: () => a0.mm(b0),
    bmm: () => a.bmm(b),
    mv: () => a0.mv(v),
    dot: () => v.dot(v),
    outer: () => w.outer(v),
    addmm: () => c0.addmm(a0, b0),
    addmmScaled: () => c0.select(0, 0).addmm(a0, b0, { beta: 0.5, alpha: -2 }),
    addmmZero: () => addmm(full([3, 5], Number.NaN), a0, b0, { beta: 0 }),
    baddbmm: () => c.baddbmm(a, b),
  }),
)('%s', (name, act) => {
  expect(relativeError(act(), toTensor(fixture.products[name] as RecordedTensor))).toBeLessThan(1e-6);
});

test.each(fixture.sums)('einsum $equation of $operands, of views too', ({ equation, operands, output }) => {
  const inputs = operands.map(operand);
  expect(relativeError(einsum(equation, ...inputs).contiguous(), toTensor(output))).toBeLessThan(1e-6);
  const viewed = inputs.map((x) => {
    const order = [...x.shape.keys()].reverse();
    return x.permute(order).contiguous().permute(order);
  });
  expect(relativeError(einsum(equation, ...viewed).contiguous(), toTensor(output))).toBeLessThan(1e-6);
});

test('products of nothing are 0', () => {
  expect(mm(zeros([2, 0]), zeros([0, 3])).toArray()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(bmm(zeros([0, 2, 3]), zeros([0, 3, 4])).shape).toEqual([0, 2, 4]);
  expect(
    einsum('ij,jk->ik', zeros([2, 0]), zeros([0, 3]))
      .sum()
      .item(),
  ).toBe(0);
  expect(outer(tensor([1n, 2n]), tensor([3n])).dtype).toBe('int64');
});

test('other shapes and dtypes are refused by name', () => {
  expect(() => mm(a, b)).toThrow('mm: input must have 2 dimensions, received shape [2, 3, 4]');
  expect(() => mm(ones([2, 3]), ones([2, 3]))).toThrow(
    'input of shape [2, 3] and mat2 of shape [2, 3] do not fit',
  );
  expect(() => bmm(ones([1, 2, 3]), ones([2, 3, 4]))).toThrow(ShapeError);
  expect(() => mv(ones([2, 3]), ones([2]))).toThrow(
    'mv: input of shape [2, 3] and vec of shape [2] do not fit',
  );
  expect(() => dot(ones([2]), ones([3]))).toThrow(ShapeError);
  expect(() => dot(ones([2]), tensor([1n, 2n]))).toThrow(DTypeError);
  expect(() => outer(ones([2, 2]), ones([2]))).toThrow('outer: input must have 1 dimension, received');
  expect(() => addmm(ones([4, 5]), a0, b0)).toThrow('shape [4, 5] does not broadcast to [3, 5]');
  expect(() => addmm(c0, a0, b0, { gamma: 1 } as never)).toThrow('any of alpha, beta');
  expect(() => addmm(c0, a0, b0, { alpha: '1' as never })).toThrow('addmm: alpha must be a number');
});

test('einsum refuses equations that do not fit, as PyTorch does', () => {
  const x = ones([2, 3]);
  for (const [equation, message] of [
    ['ij->ii', 'no label twice in the output'],
    ['ij->ik', `'k' is in none`],
    ['ij,jk->ik', 'a term for each of the 1 operands'],
    ['i', 'a label for every dimension of operands[0] of shape [2, 3]'],
    ['...ijk', 'a label for every dimension'],
    ['i1', 'of letters'],
    ['i.j', 'of letters'],
    ['ij->i->j', `at most one '->'`],
  ] as const) {
    expect(() => einsum(equation, x)).toThrow(ArgumentError);
    expect(() => einsum(equation, x)).toThrow(message);
  }
  expect(() => einsum('ij,ij->', x, ones([2, 4]))).toThrow(
    `label 'j' has size 3 in one place and 4 in another`,
  );
  expect(() => einsum('ii->i', x)).toThrow(`label 'i' has size 2 in one place and 3 in another`);
  expect(() => einsum('i', tensor([1n]))).toThrow(DTypeError);
  expect(() => einsum(null as never, x)).toThrow('equation must be a string');
});
