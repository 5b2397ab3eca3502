import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { type DType, functional, ones, type Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

type Recorded = Record<string, RecordedTensor>;
const fixture = readFixture<{
  a: RecordedTensor;
  b: RecordedTensor;
  special: RecordedTensor;
  integers: RecordedTensor;
  broadcast: Recorded;
  table: Recorded;
  integerTable: Recorded;
  promotion: { a: DType; b: DType; both: DType; zeroDim: DType }[];
  rounded: Record<'floats' | 'integers', Record<'a' | 'b' | 'floor' | 'trunc' | 'remainder', RecordedTensor>>;
  numbers: { dtype: DType; whole: DType; fraction: DType; boolean: DType }[];
}>('arithmetic');

const { add, sub, mul, div, pow, maximum, minimum, eq, ne, lt, le, gt, ge } = functional;
const operations = { add, sub, mul, div, pow, maximum, minimum, eq, ne, lt, le, gt, ge };

describe.each(Object.entries(operations))('%s', (name, operation) => {
  test('broadcasts as PyTorch does', () => {
    const a = toTensor(fixture.a);
    const b = toTensor(fixture.b);
    const expected = toTensor(fixture.broadcast[name] as RecordedTensor);
    expect(relativeError(operation(a, b), expected)).toBeLessThan(1e-6);
    // The same over strided views.
    const viewed = operation(a.permute(2, 0, 1).contiguous().permute(1, 2, 0), b.t().contiguous().t());
    expect(relativeError(viewed, expected)).toBeLessThan(1e-6);
  });

  test('takes NaN, infinities and zeros as PyTorch does', () => {
    const x = toTensor(fixture.special);
    const expected = toTensor(fixture.table[name] as RecordedTensor);
    expect(relativeError(operation(x.unsqueeze(1), x), expected)).toBe(0);
  });

  test('takes integers as PyTorch does', () => {
    const x = toTensor(fixture.integers);
    const expected = toTensor(fixture.integerTable[name] as RecordedTensor);
    expect(relativeError(operation(x.unsqueeze(1), x), expected)).toBe(0);
  });

  test('refuses what it cannot take, by name', () => {
    const x = ones([2, 3]);
    expect(() => operation(null as never, 1)).toThrow(`${name}: input must be a Tensor, received null`);
    for (const other of [null, undefined, '1', [1], 1n])
      expect(() => operation(x, other as never)).toThrow(`${name}: other must be a Tensor`);
    expect(() => operation(x, ones([2, 2]))).toThrow(ShapeError);
    expect(() => operation(x, ones([2, 2]))).toThrow('[2, 3] and [2, 2] do not broadcast');
  });
});

test('dtypes are promoted as in PyTorch', () => {
  for (const { a, b, both, zeroDim } of fixture.promotion) {
    const x = ones([1], { dtype: a });
    expect(mul(x, ones([1], { dtype: b })).dtype, `${a} * ${b}`).toBe(both);
    expect(mul(x, ones([], { dtype: b })).dtype, `${a} * 0-d ${b}`).toBe(zeroDim);
    expect(mul(ones([], { dtype: b }), x).dtype, `0-d ${b} * ${a}`).toBe(zeroDim);
  }
  for (const { dtype, whole, fraction, boolean } of fixture.numbers) {
    const x = ones([1], { dtype });
    expect(x.add(2).dtype, `${dtype} + 2`).toBe(whole);
    expect(x.add(0.5).dtype, `${dtype} + 0.5`).toBe(fraction);
    expect(x.add(true).dtype, `${dtype} + true`).toBe(boolean);
  }
});

test('narrow dtypes wrap or round once', () => {
  expect(
    tensor(new Uint8Array([250]))
      .add(10)
      .toArray(),
  ).toEqual([4]);
  expect(
    tensor([1], { dtype: 'float16' })
      .add(2 ** -11)
      .toArray(),
  ).toEqual([1]);
  expect(
    tensor([true, true])
      .add(tensor([true, false]))
      .toArray(),
  ).toEqual([true, true]);
  expect(tensor([3n]).div(2).toArray()).toEqual([1.5]);
});

test('operations over large tensors reach every element', () => {
  const x = ones([300, 257]);
  expect(x.add(x).sum().item()).toBe(2 * 300 * 257);
  expect(
    x
      .add(ones([300, 1]))
      .sum()
      .item(),
  ).toBe(2 * 300 * 257);
  expect(
    x
      .t()
      .add(ones([257, 300]))
      .sum()
      .item(),
  ).toBe(2 * 300 * 257);
  expect(zeros([0, 3]).add(1).shape).toEqual([0, 3]);
});

test('clamp bounds by numbers or tensors, and keeps NaN', () => {
  const x = tensor([-1, 0.5, 9, Number.NaN]);
  expect(x.clamp({ min: 0, max: 6 }).toArray()).toEqual([0, 0.5, 6, Number.NaN]);
  expect(x.clamp({ max: tensor([-2, 0, 1, 1]) }).toArray()).toEqual([-2, 0, 1, Number.NaN]);
  expect(() => x.clamp({})).toThrow(ArgumentError);
  expect(() => x.clamp(null as never)).toThrow('options must be');
  expect(() => x.clamp({ min: '0' as never })).toThrow('clamp: min must be');
});

test('bool is refused where PyTorch refuses it, and negative powers of integers', () => {
  const flags = tensor([true]);
  expect(() => flags.sub(flags)).toThrow(DTypeError);
  expect(() => ones([1]).sub(true)).toThrow(DTypeError);
  expect(() => tensor([2n]).pow(-1)).toThrow(ArgumentError);
});

test('equal wants one shape and equal elements', () => {
  const x = tensor([1, 2]);
  expect(x.equal(tensor([1, 2]))).toBe(true);
  expect(x.equal(tensor([1, 3]))).toBe(false);
  expect(x.equal(tensor([[1, 2]]))).toBe(false);
  expect(tensor([Number.NaN]).equal(tensor([Number.NaN]))).toBe(false);
  expect(() => x.equal(null as never)).toThrow(ArgumentError);
});

test('allClose takes tolerances, infinities and NaN as PyTorch does', () => {
  const close = (a: Tensor | number[], b: number[], options = {}) =>
    (Array.isArray(a) ? tensor(a) : a).allClose(tensor(b), options);
  expect(close([1, 2], [1.000009, 2])).toBe(true);
  expect(close([1, 2], [1.00002, 2])).toBe(false);
  expect(close([1], [1.1], { atol: 0.11 })).toBe(true);
  expect(close([1], [2], { rtol: 0.5 })).toBe(true);
  expect(close([Number.POSITIVE_INFINITY], [Number.POSITIVE_INFINITY])).toBe(true);
  expect(close([1], [Number.POSITIVE_INFINITY])).toBe(false);
  expect(close([Number.NEGATIVE_INFINITY], [Number.POSITIVE_INFINITY])).toBe(false);
  expect(close([Number.NaN], [Number.NaN])).toBe(false);
  expect(close([Number.NaN], [Number.NaN], { equalNan: true })).toBe(true);
  expect(() => close([1], [1], { rtol: -1 })).toThrow('rtol must be');
  expect(() => close([1], [1], { equalNan: 1 })).toThrow('equalNan must be');
});

describe.each(['floats', 'integers'] as const)('of %s', (kind) => {
  const { a, b, floor, trunc, remainder } = fixture.rounded[kind];
  const x = toTensor(a).unsqueeze(1);
  const y = toTensor(b);

  test('quotients are rounded as in PyTorch, and remainders have the sign of the divisor', () => {
    expect(relativeError(x.div(y, { roundingMode: 'floor' }), toTensor(floor))).toBe(0);
    expect(relativeError(x.floorDivide(y), toTensor(floor))).toBe(0);
    expect(relativeError(x.div(y, { roundingMode: 'trunc' }), toTensor(trunc))).toBe(0);
    expect(relativeError(x.remainder(y), toTensor(remainder))).toBe(0);
  });

  test('in place they are the same', () => {
    const target = () => x.expand(-1, y.numel()).clone();
    expect(relativeError(target().div_(y, { roundingMode: 'floor' }), toTensor(floor))).toBe(0);
    expect(relativeError(target().floorDivide_(y), toTensor(floor))).toBe(0);
    expect(relativeError(target().div_(y, { roundingMode: 'trunc' }), toTensor(trunc))).toBe(0);
    expect(relativeError(target().remainder_(y), toTensor(remainder))).toBe(0);
  });
});

test('integers are not divided by 0, whatever the rounding', () => {
  const x = tensor([1n, 2n]);
  for (const act of [
    () => x.floorDivide(0),
    () => x.remainder(tensor([1n, 0n])),
    () => x.div(0, { roundingMode: 'trunc' }),
  ])
    expect(act).toThrow('other must be other than 0');
  expect(tensor([-(2n ** 63n)]).floorDivide(-1).data[0]).toBe(-(2n ** 63n));
  expect(() => x.div(1, { roundingMode: 'up' as never })).toThrow(
    `roundingMode must be 'trunc', 'floor' or null`,
  );
  expect(() => x.div(1, { rounding: 'floor' } as never)).toThrow('any of roundingMode');
});

test('alpha scales the other operand before the sum is rounded', () => {
  const x = tensor([1, 2]);
  expect(x.add(tensor([10, 20]), { alpha: 0.5 }).toArray()).toEqual([6, 12]);
  expect(x.sub(3, { alpha: 2 }).toArray()).toEqual([-5, -4]);
  expect(
    x
      .clone()
      .add_(tensor([1, 1]), { alpha: -1 })
      .toArray(),
  ).toEqual([0, 1]);
  expect(tensor([5n]).sub(tensor([2n]), { alpha: 2 }).dtype).toBe('int64');
  const half = tensor([1], { dtype: 'float16' });
  expect(half.add(tensor([2049], { dtype: 'float16' }), { alpha: 3 }).dtype).toBe('float16');
  expect(() => tensor([5n]).add(1, { alpha: 0.5 })).toThrow('add: alpha must be an integer');
  expect(() => x.add(1, { beta: 1 } as never)).toThrow('any of alpha');
});

const { add_, sub_, mul_, div_, pow_, remainder_, floorDivide_, clampMin_, clampMax_ } = functional;
describe.each(
  Object.entries({ add_, sub_, mul_, div_, pow_, remainder_, floorDivide_, clampMin_, clampMax_ }),
)('%s', (name, operation) => {
  const pure = functional[name.slice(0, -1) as 'add'];

  test('writes what the form without _ returns, and only the other operand broadcasts', () => {
    const x = toTensor(fixture.a);
    const b = toTensor(fixture.b);
    const expected = pure(x, b);
    const { buffer } = x.data;
    expect(operation(x, b)).toBe(x);
    expect(x.data.buffer).toBe(buffer);
    expect(x.toArray()).toEqual(expected.toArray());
    expect(() => operation(b, x)).toThrow('does not broadcast to [3, 1]');
  });

  test('a write through a view changes its base', () => {
    const base = toTensor(fixture.a);
    const expected = pure(base.select(2, 1), 2);
    operation(base.select(2, 1), 2);
    expect(base.select(2, 1).toArray()).toEqual(expected.toArray());
    expect(base.select(2, 0).toArray()).toEqual(toTensor(fixture.a).select(2, 0).toArray());
    const square = tensor([
      [1, 2],
      [3, 4],
    ]);
    const turned = pure(square, square.t());
    expect(operation(square, square.t()).toArray()).toEqual(turned.toArray());
  });

  test('keeps the dtype, and refuses results of a higher kind', () => {
    const bytes = tensor(new Uint8Array([9, 250]));
    if (name === 'div_') expect(() => operation(bytes, 2)).toThrow(DTypeError);
    else expect(operation(bytes, 2).toArray()).toEqual(pure(tensor(new Uint8Array([9, 250])), 2).toArray());
    expect(bytes.dtype).toBe('uint8');
    expect(() => operation(bytes, 0.5)).toThrow(
      `${name}: input must be able to hold the result, which is float32`,
    );
    expect(operation(ones([2]), ones([2], { dtype: 'float64' })).dtype).toBe('float32');
    expect(operation(ones([2], { dtype: 'bfloat16' }), 3).dtype).toBe('bfloat16');
    expect(() => operation(ones([1]).expand(3), 1)).toThrow('expanded view');
    expect(() => operation(null as never, 1)).toThrow(`${name}: input must be a Tensor, received null`);
    expect(() => operation(ones([1]), '1' as never)).toThrow('must be a Tensor, a number or a boolean');
  });
});

test('empty tensors are written in place', () => {
  expect(zeros([2, 0]).add_(1).shape).toEqual([2, 0]);
});

test('clamp_ and zero_ write over a tensor, or leave it as it was when they refuse', () => {
  const x = tensor([-1, 0.5, 9]);
  expect(x.clamp_({ min: 0, max: 6 })).toBe(x);
  expect(x.toArray()).toEqual([0, 0.5, 6]);
  expect(x.clampMin(1).toArray()).toEqual([1, 1, 6]);
  expect(x.clampMax(tensor([1, 0, 1])).toArray()).toEqual([0, 0, 1]);
  const integers = tensor([1n, 5n]);
  expect(() => integers.clamp_({ min: 2, max: 3.5 })).toThrow(DTypeError);
  expect(integers.toArray()).toEqual([1, 5]);
  x.slice(0, 0, 3, 2).zero_();
  expect(x.toArray()).toEqual([0, 0.5, 0]);
});

test('long runs of a strided view are written in place, every element once', () => {
  const base = zeros([1000, 3]);
  base
    .select(1, 1)
    .add_(tensor([2]))
    .mul_(3);
  expect(base.sum(0).toArray()).toEqual([0, 6000, 0]);
});
