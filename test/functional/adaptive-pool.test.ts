import { expect, test } from 'vitest';
import { ShapeError } from '../../lib/errors.js';
import {
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
} from '../../lib/functional/adaptive-pool.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { readCases } from '../support/cases.js';

const { cases, error } = readCases('adaptive-pool');
const image = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

test.each(cases)('$function of $input to $arguments, $options equals PyTorch', (given) => {
  expect(error(given)).toBeLessThan(given.function.includes('Max') ? Number.MIN_VALUE : 1e-6);
});

test('null keeps the size of the input', () => {
  expect(adaptiveAvgPool2d(image(2, 3, 5, 7), null).shape).toEqual([2, 3, 5, 7]);
  expect(adaptiveAvgPool2d(image(3, 5, 7), [2, null]).shape).toEqual([3, 2, 7]);
});

test.each([0, -1, 1.5, Number.NaN, '1', undefined, [1], [1, 1, 1], [1, null, null], [0, 1], {}])(
  'an output size of %j is refused by name',
  (outputSize) => {
    expect(() => adaptiveAvgPool2d(image(1, 4, 4), outputSize as never)).toThrow(
      expect.objectContaining({ argument: 'outputSize', code: 'CONVOLT_INVALID_ARGUMENT' }),
    );
  },
);

test('an image without elements is refused', () => {
  expect(() => adaptiveAvgPool2d(image(1, 3, 0, 4), 1)).toThrow(ShapeError);
});

test('one and three dimensions, empty batches and options', () => {
  expect(adaptiveAvgPool3d(image(0, 2, 4, 4, 4), [null, 2, 5]).shape).toEqual([0, 2, 4, 2, 5]);
  expect(adaptiveMaxPool1d(image(2, 5), [3], { returnIndices: true }).map(({ shape }) => shape)).toEqual([
    [2, 3],
    [2, 3],
  ]);
  expect(() => adaptiveMaxPool1d(image(2, 5), [3, 3] as never)).toThrow(
    'adaptiveMaxPool1d: outputSize must be',
  );
  expect(() => adaptiveMaxPool1d(image(2, 5), 3, { return_indices: true } as never)).toThrow('returnIndices');
  expect(() => adaptiveMaxPool1d(image(5), 3)).toThrow(ShapeError);
});
