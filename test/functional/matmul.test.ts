import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { matmul } from '../../lib/functional/matmul.js';
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
  const left = toTensor(a);
  const right = toTensor(b);
  // (A B)ᵀ = Bᵀ Aᵀ
  const product = matmul(right.asStrided([35, 40], [1, 35]), left.asStrided([40, 20], [1, 40]));
  const transposed = toTensor(output);
  const expected = Tensor.empty({ shape: [35, 20], dtype: 'float32' });
  for (let i = 0; i < 35; i++)
    for (let j = 0; j < 20; j++) expected.data[i * 20 + j] = transposed.data[j * 35 + i] as number;
  expect(relativeError(product, expected)).toBeLessThan(1e-5);
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
