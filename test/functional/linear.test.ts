import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { linear } from '../../lib/functional/linear.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  name: string;
  input: RecordedTensor;
  weight: RecordedTensor;
  bias: RecordedTensor | null;
  output: RecordedTensor;
}

describe('linear equals PyTorch', () => {
  for (const { name, input, weight, bias, output } of readFixture<Case[]>('linear')) {
    test(name, () => {
      const result = linear(toTensor(input), toTensor(weight), bias && toTensor(bias));
      expect(relativeError(result, toTensor(output))).toBeLessThan(1e-6);
    });
  }
});

test('linear: a row has the same bits alone as in a batch', () => {
  const { input, weight } = readFixture<Case[]>('linear').find((c) => c.name === 'many rows') as Case;
  const together = linear(toTensor(input), toTensor(weight)).data;
  for (let row = 0; row < 13; row++) {
    const alone = toTensor({
      dtype: 'float32',
      shape: [1, 37],
      data: input.data.slice(37 * row, 37 * row + 37),
    });
    expect(linear(alone, toTensor(weight)).data).toEqual(together.slice(10 * row, 10 * row + 10));
  }
});

test('linear refuses shapes that do not fit, by both shapes', () => {
  const float = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });
  expect(() => linear(float(2, 3), float(4, 5))).toThrow(
    /last dimension of 5 .* \[4, 5\], received shape \[2, 3\]/,
  );
  expect(() => linear(float(), float(4, 5))).toThrow(ShapeError);
  expect(() => linear(float(2, 5), float(5))).toThrow(ShapeError);
  expect(() => linear(float(2, 5), float(4, 5), float(5))).toThrow(/bias must have shape \[4\]/);
  expect(() => linear(float(2, 5), null as never)).toThrow(ArgumentError);
  expect(() => linear(Tensor.empty({ shape: [2, 5], dtype: 'float64' }), float(4, 5))).toThrow(DTypeError);
});
