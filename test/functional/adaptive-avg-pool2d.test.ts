import { expect, test } from 'vitest';
import { ShapeError } from '../../lib/errors.js';
import { type AdaptiveOutputSize, adaptiveAvgPool2d } from '../../lib/functional/adaptive-avg-pool2d.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  input: string;
  outputSize: AdaptiveOutputSize;
  output: RecordedTensor;
}

const fixture = readFixture<{ inputs: Record<string, RecordedTensor>; cases: Case[] }>('adaptive-avg-pool2d');
const image = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

test.each(fixture.cases)('adaptiveAvgPool2d of $input to $outputSize equals PyTorch', (given) => {
  const input = toTensor(fixture.inputs[given.input] as RecordedTensor);
  const output = adaptiveAvgPool2d(input, given.outputSize);
  expect(relativeError(output, toTensor(given.output))).toBeLessThan(1e-6);
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
