import { expect, test } from 'vitest';
import { DTypeError, ShapeError } from '../../lib/errors.js';
import { functional, ones, tensor, zeros } from '../../lib/index.js';

const { where } = functional;
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

test('logic takes whatever is not 0 as true, NaN included', () => {
  const a = tensor([0, 0, 2, nan]);
  const b = tensor([0n, 3n, 0n, 1n]);
  expect(a.logicalAnd(b).toArray()).toEqual([false, false, false, true]);
  expect(a.logicalOr(b).toArray()).toEqual([false, true, true, true]);
  expect(a.logicalXor(b).toArray()).toEqual([false, true, true, false]);
  expect(a.logicalNot().toArray()).toEqual([true, true, false, false]);
  expect(a.gt(0).logicalOr(b.eq(3)).toArray()).toEqual([false, true, true, false]);
  expect(
    tensor([0.5])
      .logicalAnd(tensor([1n]))
      .toArray(),
  ).toEqual([true]);
  expect(ones([2, 1]).logicalAnd(ones([3])).shape).toEqual([2, 3]);
  expect(() => ones([2]).logicalAnd(ones([3]))).toThrow(ShapeError);
  expect(() => ones([2]).logicalOr(1 as never)).toThrow('logicalOr: other must be a Tensor');
});

test('isnan, isinf and isfinite tell floats apart; integers are finite', () => {
  for (const dtype of ['float32', 'float64', 'float16', 'bfloat16'] as const) {
    const x = tensor([0, -1, nan, inf, -inf], { dtype });
    expect(x.isnan().toArray()).toEqual([false, false, true, false, false]);
    expect(x.isinf().toArray()).toEqual([false, false, false, true, true]);
    expect(x.isfinite().toArray()).toEqual([true, true, false, false, false]);
  }
  const x = tensor([1n, 0n]);
  expect([x.isnan(), x.isinf(), x.isfinite()].map((y) => y.toArray())).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ]);
});

test('where chooses by a condition that broadcasts with both sides', () => {
  const condition = tensor([true, false, true]);
  const x = tensor([[1], [2]]);
  const y = tensor([10, 20, 30]);
  const expected = [
    [1, 20, 1],
    [2, 20, 2],
  ];
  expect(where(condition, x, y).toArray()).toEqual(expected);
  expect(x.where(condition, y).toArray()).toEqual(expected);
  expect(where(condition, y, nan).toArray()).toEqual([10, nan, 30]);
  expect(where(condition, 1, 0).dtype).toBe('int64');
  expect(where(condition, 1, 0.5).dtype).toBe('float32');
  expect(where(condition, true, false).dtype).toBe('bool');
  expect(where(condition, 0.5, tensor([1n])).dtype).toBe('float32');
  expect(where(condition, x, ones([1], { dtype: 'float64' })).dtype).toBe('float64');
  for (const dtype of ['uint8', 'int16', 'float16', 'bfloat16', 'int32', 'int64', 'float64'] as const) {
    const chosen = where(condition, tensor([1, 2, 3], { dtype }), 7);
    expect(chosen.dtype).toBe(dtype);
    expect(chosen.toArray()).toEqual([1, 7, 3]);
  }
  expect(where(zeros([0, 3], { dtype: 'bool' }), 1, 0).shape).toEqual([0, 3]);
  const large = ones([300, 257]).t();
  expect(where(large.gt(0), large, 0).sum().item()).toBe(300 * 257);
});

test('where refuses what it cannot take', () => {
  expect(() => where(ones([2]), 1, 0)).toThrow(DTypeError);
  expect(() => where(tensor([true, false]), ones([3]), 0)).toThrow('[2] and [3] and [] do not broadcast');
  expect(() => where(tensor([true]), '1' as never, 0)).toThrow('where: input must be a Tensor');
});

test('maskedFill replaces where the mask is true', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  const mask = tensor([true, false]);
  expect(x.maskedFill(mask, -inf).toArray()).toEqual([
    [-inf, 2],
    [-inf, 4],
  ]);
  expect(tensor([1, 2]).maskedFill(tensor([[true], [false]]), 0).shape).toEqual([2, 2]);
  expect(x.maskedFill(mask, tensor(9)).toArray()).toEqual([
    [9, 2],
    [9, 4],
  ]);
  expect(x.maskedFill_(mask.unsqueeze(1), 0)).toBe(x);
  expect(x.toArray()).toEqual([
    [0, 0],
    [3, 4],
  ]);
  const base = tensor([1n, 2n, 3n, 4n]);
  base.slice(0, 0, 4, 2).maskedFill_(tensor([false, true]), 7);
  expect(base.toArray()).toEqual([1, 2, 7, 4]);
  expect(() => base.maskedFill(base.eq(1), 0.5)).toThrow('value must be an integer that int64 can hold');
  expect(() => x.maskedFill(x, 0)).toThrow('maskedFill: mask must be bool');
  expect(() => x.maskedFill(mask, ones([2]))).toThrow('a 0-d tensor');
  expect(() => mask.maskedFill_(tensor([[true], [true]]), false)).toThrow('does not broadcast to [2]');
});
