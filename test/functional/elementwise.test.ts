import { describe, expect, test } from 'vitest';
import { DTypeError } from '../../lib/errors.js';
import { functional, ones, tensor } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const fixture = readFixture<{
  floats: RecordedTensor;
  integers: RecordedTensor;
  cases: Record<string, Record<'floats' | 'integers', RecordedTensor>>;
}>('elementwise');
const { abs, exp, log, neg, relu, sigmoid, sqrt, tanh } = functional;

describe.each(Object.entries({ abs, exp, log, neg, relu, sigmoid, sqrt, tanh }))('%s', (name, evaluate) => {
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
    if (name !== 'exp') expect(relativeError(double.to('float32'), expected)).toBeLessThan(1e-6);
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
  for (const evaluate of [abs, neg, relu]) expect(() => evaluate(tensor([true]))).toThrow(DTypeError);
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
