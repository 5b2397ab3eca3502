import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { contiguous, matmul, t } from '../../lib/functional/index.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

type Case = { name: string } & Record<'a' | 'b' | 'output', RecordedTensor>;

describe('matmul equals PyTorch', () => {
  for (const { name, a, b, output } of readFixture<Case[]>('matmul')) {
    test(name, () => {
      expect(relativeError(matmul(toTensor(a), toTensor(b)), toTensor(output))).toBeLessThan(1e-5);
    });
  }
});

test('matmul reads transposed views as they lie', () => {
  const { a, b, output } = readFixture<Case[]>('matmul').find((c) => c.name === 'matrix, matrix') as Case;
  const product = matmul(t(toTensor(b)), t(toTensor(a))); // (A B)ᵀ = Bᵀ Aᵀ
  expect(relativeError(contiguous(t(product)), toTensor(output))).toBeLessThan(1e-5);
});

test('matmul refuses shapes that do not fit, by both shapes', () => {
  const float = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });
  expect(() => matmul(float(2, 3), float(4, 5))).toThrow(/\[2, 3\] and other of shape \[4, 5\]/);
  expect(() => matmul(float(2, 3), float(4))).toThrow(ShapeError);
  expect(() => matmul(float(), float(4))).toThrow(/at least one dimension/);
  expect(() => matmul(float(2, 3, 4), float(3, 4, 5))).toThrow(/do not broadcast/);
  expect(() => matmul(float(2, 3), undefined as never)).toThrow(ArgumentError);
  expect(() => matmul(Tensor.empty({ shape: [3], dtype: 'int64' }), float(3))).toThrow(DTypeError);
});
