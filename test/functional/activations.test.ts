import { describe, expect, test } from 'vitest';
import { ArgumentError, ConvoltError, DTypeError, ShapeError } from '../../lib/errors.js';
import { functional, ones, Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const fixture =
  readFixture<Record<'inputs' | 'calls' | 'integerCalls' | 'shapedCalls', Record<string, RecordedTensor>>>(
    'activations',
  );
const inputs = Object.fromEntries(
  Object.entries(fixture.inputs).map(([name, value]) => [name, toTensor(value)]),
);
const x = inputs.x as Tensor;

/** The tensor that an expression of the fixture gives, `x` and its like replaced. */
function evaluate(call: string, given: Record<string, Tensor> = inputs): Tensor {
  const { var: _, ...functions } = functional; // no name for a parameter
  const scope = { ...functions, ...given };
  return new Function(...Object.keys(scope), `return ${call}`)(...Object.values(scope));
}

describe.each(Object.entries(fixture.calls))('%s', (call, recorded) => {
  const expected = toTensor(recorded);

  test('equals PyTorch for every element, NaN and infinities included', () => {
    const actual = evaluate(call).toArray() as number[];
    const given = x.toArray() as number[];
    // PyTorch subtracts from 1 in elu and its like near 0, and in gelu far from it.
    const cancels = /elu/.test(call) ? 2e-7 : 1e-37;
    (expected.toArray() as number[]).forEach((y, i) => {
      const value = actual[i] as number;
      const size = Math.max(Math.abs(y), Math.min(Math.abs(given[i] as number) || 0, 20));
      if (Number.isFinite(y)) expect(Math.abs(value - y)).toBeLessThanOrEqual(3e-7 * size + cancels);
      else expect(value).toBe(y);
    });
  });

  test('float64 and float16 keep their dtype', () => {
    const convert = (dtype: 'float64' | 'float16') =>
      Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, value.to(dtype)]));
    const double = evaluate(call, convert('float64'));
    expect(double.dtype).toBe('float64');
    expect(relativeError(double.to('float32'), expected)).toBeLessThan(1e-6);
    const half = evaluate(call, convert('float16'));
    expect(half.dtype).toBe('float16');
    if (call.startsWith('tanhshrink')) return; // two operations, each of which rounds
    const rounded = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, value.to('float16').to('float32')]),
    );
    expect(half.toArray()).toEqual(evaluate(call, rounded).to('float16').toArray());
  });
});

test.each(Object.entries(fixture.integerCalls))('%s of integers equals PyTorch', (call, recorded) => {
  const y = evaluate(call);
  expect(y.dtype).toBe(recorded.dtype);
  expect(relativeError(y, toTensor(recorded))).toBeLessThan(1e-6);
});

test.each(Object.entries(fixture.shapedCalls))('%s equals PyTorch', (call, recorded) => {
  const y = evaluate(call);
  expect(y.shape).toEqual(recorded.shape);
  expect(relativeError(y, toTensor(recorded))).toBeLessThan(1e-6);
});

const inPlace = [
  'celu', 'elu', 'hardsigmoid', 'hardswish', 'hardtanh', 'leakyRelu', 'mish', 'relu', 'relu6', 'selu', 'silu',
] as const; // biome-ignore format: a list

test.each(inPlace)('%s in place writes over its input, view or half, and returns it', (name) => {
  const evaluate = functional[name];
  for (const dtype of ['float32', 'float16'] as const) {
    const base = tensor([
      [-2, 1],
      [0.5, -0.25],
    ]).to(dtype);
    const expected = evaluate(base.clone());
    const view = base.t();
    expect(evaluate(view, { inplace: true })).toBe(view);
    expect(base.toArray()).toEqual(expected.toArray());
  }
  expect(() => evaluate(ones([1]).expand(3), { inplace: true })).toThrow(ConvoltError);
  expect(() => evaluate(x, { inplace: 1 as never })).toThrow(`${name}: inplace must be true or false`);
  expect(() => evaluate(x, { inPlace: true } as never)).toThrow(ArgumentError);
});

test('threshold and relu_ in place', () => {
  const y = tensor([-1, 2]);
  expect(functional.threshold(y, 0, -5, { inplace: true })).toBe(y);
  expect(y.toArray()).toEqual([-5, 2]);
  expect(y.relu_()).toBe(y);
  expect(y.toArray()).toEqual([0, 2]);
});

test('empty tensors stay empty', () => {
  for (const call of Object.keys(fixture.calls))
    expect(evaluate(call, { ...inputs, x: zeros([0, 3]) }).shape).toEqual([0, 3]);
  expect(functional.prelu(zeros([2, 3, 0]), ones([3])).shape).toEqual([2, 3, 0]);
  expect(functional.glu(zeros([0, 4])).shape).toEqual([0, 2]);
});

test('a part of a tensor gives the bits that it gives alone', () => {
  const long = Tensor.empty({ shape: [40_003], dtype: 'float32' });
  (long.data as Float32Array).forEach((_, i, data) => {
    data[i] = (i % 997) / 64 - 7;
  });
  const part = long.slice(0, 16_380, 16_397);
  for (const name of ['gelu', 'mish', 'elu', 'softplus'] as const) {
    const whole = functional[name](long).slice(0, 16_380, 16_397);
    expect(whole.toArray()).toEqual(functional[name](part).toArray());
  }
});

test('integers and bool are refused where PyTorch refuses them', () => {
  for (const name of [
    'gelu',
    'silu',
    'mish',
    'hardswish',
    'elu',
    'celu',
    'selu',
    'softplus',
    'logsigmoid',
    'leakyRelu',
  ] as const)
    for (const dtype of ['int64', 'bool'] as const)
      expect(() => functional[name](zeros([2], { dtype }))).toThrow(DTypeError);
  for (const name of ['relu', 'relu6', 'hardtanh', 'softsign', 'tanhshrink'] as const)
    expect(() => functional[name](zeros([2], { dtype: 'bool' }))).toThrow(DTypeError);
  expect(() => functional.gelu(zeros([2], { dtype: 'int64' }))).toThrow(
    "gelu: input must be a floating-point dtype (see to('float32')), received int64",
  );
  expect(() => functional.hardtanh(zeros([2], { dtype: 'uint8' }))).toThrow(
    /minVal must be an integer that uint8/,
  );
});

test.each([
  ["gelu(x, { approximate: 'erf' })", ArgumentError],
  ['gelu(null)', ArgumentError],
  ['celu(x, { alpha: 0 })', ArgumentError],
  ["elu(x, { alpha: '1' })", ArgumentError],
  ['softshrink(x, { lambd: -1 })', ArgumentError],
  ['threshold(x)', ArgumentError],
  ['softplus(x, { beta: NaN })', ArgumentError],
  ['glu(images, { dim: 1 })', ShapeError],
  ['glu(images, { dim: 4 })', ArgumentError],
  ['glu(scalar)', ShapeError],
  ['prelu(images, [1, 2, 3])', ArgumentError],
  ['prelu(images, weight.slice(0, 1))', ShapeError],
  ['prelu(weight, weight)', ShapeError],
  ["prelu(images, weight.to('float64'))", DTypeError],
  ['prelu(i, i)', DTypeError],
] as const)('%s is refused', (call, error) => {
  expect(() => evaluate(call)).toThrow(error);
});
