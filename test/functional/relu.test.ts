import { expect, test } from 'vitest';
import { DTypeError } from '../../lib/errors.js';
import { relu } from '../../lib/functional/relu.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

test('relu equals PyTorch, NaN and infinity included', () => {
  const { input, output } = readFixture<Record<'input' | 'output', RecordedTensor>>('relu');
  expect(relativeError(relu(toTensor(input)), toTensor(output))).toBe(0);
});

test('relu refuses other dtypes by name', () => {
  const x = Tensor.empty({ shape: [2], dtype: 'int64' });
  expect(() => relu(x)).toThrow(DTypeError);
});
