import { describe, expect, test } from 'vitest';
import { DTypeError } from '../../lib/errors.js';
import { functional, ones, type Tensor, tensor } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const fixture = readFixture<{
  floats: RecordedTensor;
  integers: RecordedTensor;
  cases: Record<string, Record<'floats' | 'integers', RecordedTensor>>;
}>('elementwise');
const {
  abs,
  ceil,
  cos,
  exp,
  exp2,
  expm1,
  floor,
  log,
  log10,
  log1p,
  log2,
  neg,
  reciprocal,
  relu,
  round,
  rsqrt,
} = functional;
const { sigmoid, sign, sin, sqrt, square, tanh, trunc } = functional;
const ofNumbers = { abs, ceil, floor, neg, relu, round, sign, trunc };
const ofFloats = {
  cos,
  exp,
  exp2,
  expm1,
  log,
  log10,
  log1p,
  log2,
  reciprocal,
  rsqrt,
  sigmoid,
  sin,
  sqrt,
  tanh,
};

describe.each(Object.entries({ ...ofNumbers, ...ofFloats, square }))('%s', (name, evaluate) => {
  const { floats, integers } = fixture.cases[name] as Record<'floats' | 'integers', RecordedTensor>;

  test('equals PyTorch to the last bits of every element, NaN and infinities included', () => {
    const actual = evaluate(toTensor(fixture.floats)).toArray() as number[];
    const expected = toTensor(floats).toArray() as number[];
    actual.forEach((value, i) => {
      const y = expected[i] as number;
      if (Number.isFinite(y)) expect(Math.abs(value - y)).toBeLessThanOrEqual(1e-6 * Math.abs(y) + 1e-37);
      else expect(value).toBe(y);
    });
  });

  test('float64 and float16 keep their dtype', () => {
    const x = toTensor(fixture.floats);
    const expected = toTensor(floats);
    const double = evaluate(x.to('float64'));
    expect(double.dtype).toBe('float64');
    if (!['exp', 'exp2', 'expm1', 'square'].includes(name))
      expect(relativeError(double.to('float32'), expected)).toBeLessThan(1e-6);
    const half = evaluate(x.to('float16'));
    expect(half.dtype).toBe('float16');
    expect(half.toArray()).toEqual(evaluate(x.to('float16').to('float32')).to('float16').toArray());
  });

  test('integers give what PyTorch gives', () => {
    const y = evaluate(toTensor(fixture.integers));
    expect(relativeError(y, toTensor(integers))).toBeLessThan(1e-6);
  });

  test('refuses what is no tensor', () => {
    expect(() => evaluate(null as never)).toThrow(`${name}: input must be a Tensor, received null`);
    expect(() => evaluate([1] as never)).toThrow(`${name}: input must be a Tensor`);
  });
});

test('bool has neither sign nor size', () => {
  for (const evaluate of Object.values(ofNumbers)) expect(() => evaluate(tensor([true]))).toThrow(DTypeError);
  expect(square(tensor([true])).dtype).toBe('int64');
});

test('views out of order are read in order', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]).t();
  expect(x.neg().toArray()).toEqual([
    [-1, -3],
    [-2, -4],
  ]);
  expect(ones([100_001]).neg().sum().item()).toBe(-100_001);
});

describe.each(Object.keys({ ...ofNumbers, ...ofFloats }))('%s_', (name) => {
  const evaluate = functional[name as keyof typeof functional] as (x: Tensor) => Tensor;
  const evaluate_ = functional[`${name}_` as keyof typeof functional] as (x: Tensor) => Tensor;

  test('writes what the form without _ returns, through views too', () => {
    const x = toTensor(fixture.floats);
    const expected = evaluate(x);
    const data = x.data;
    expect(evaluate_(x)).toBe(x);
    expect(x.data.buffer).toBe(data.buffer);
    expect(x.toArray()).toEqual(expected.toArray());
    const base = ones([3, 4]).mul(0.25);
    evaluate_(base.select(1, 2));
    const column = evaluate(tensor([0.25])).item();
    expect(base.toArray()).toEqual(new Array(3).fill([0.25, 0.25, column, 0.25]));
    const half = ones([2], { dtype: 'float16' });
    expect(evaluate_(half).toArray()).toEqual(evaluate(ones([2], { dtype: 'float16' })).toArray());
    expect(half.dtype).toBe('float16');
  });

  test('refuses what it cannot write', () => {
    expect(() => evaluate_(null as never)).toThrow(`${name}_: input must be a Tensor, received null`);
    expect(() => evaluate_(tensor([true]))).toThrow(DTypeError);
    if (name in ofFloats) expect(() => evaluate_(tensor([1n]))).toThrow(DTypeError);
    else expect(evaluate_(tensor([3n])).dtype).toBe('int64');
    expect(() => evaluate_(ones([1]).expand(4))).toThrow('expanded view');
  });
});
