import { expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { batchNorm } from '../../lib/functional/batch-norm.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Fixture {
  runningMean: RecordedTensor;
  runningVar: RecordedTensor;
  weight: RecordedTensor;
  bias: RecordedTensor;
  cases: { input: RecordedTensor; affine: ('weight' | 'bias')[]; eps: number; output: RecordedTensor }[];
}

const fixture = readFixture<Fixture>('batch-norm');
const mean = toTensor(fixture.runningMean);
const variance = toTensor(fixture.runningVar);

test.each(fixture.cases)('batchNorm of $input.shape with $affine, eps $eps equals PyTorch', (given) => {
  const affine = Object.fromEntries(given.affine.map((name) => [name, toTensor(fixture[name])]));
  const output = batchNorm(toTensor(given.input), mean, variance, { ...affine, eps: given.eps });
  expect(relativeError(output, toTensor(given.output))).toBeLessThan(1e-6);
});

const x = Tensor.empty({ shape: [2, 5, 3], dtype: 'float32' });
(x.data as Float32Array).fill(2);

test('null stands for an absent weight and bias', () => {
  const absent = batchNorm(x, mean, variance);
  expect(batchNorm(x, mean, variance, { weight: null, bias: null }).data).toEqual(absent.data);
});

test('a tensor that does not fit the channels is refused with both shapes', () => {
  const four = Tensor.empty({ shape: [4], dtype: 'float32' });
  const message = (argument: string) =>
    `batchNorm: ${argument} must have the shape [5], one element for each channel of input [2, 5, 3], received [4]`;
  expect(() => batchNorm(x, four, variance)).toThrow(message('runningMean'));
  expect(() => batchNorm(x, mean, four)).toThrow(message('runningVar'));
  expect(() => batchNorm(x, mean, variance, { weight: four })).toThrow(message('weight'));
  expect(() => batchNorm(x, mean, variance, { bias: four })).toThrow(message('bias'));
  expect(() => batchNorm(mean, mean, variance)).toThrow(ShapeError);
});

test('wrong types are refused by name', () => {
  expect(() => batchNorm(x, null as never, variance)).toThrow('runningMean must be a Tensor, received null');
  expect(() => batchNorm(x, mean, variance, { eps: -1 })).toThrow(
    'eps must be a finite number of at least 0',
  );
  expect(() => batchNorm(x, mean, variance, { eps: '1' as never })).toThrow(ArgumentError);
  expect(() => batchNorm(x, mean, variance, { moment: 0.1 } as never)).toThrow("received ['moment']");
  const integers = Tensor.empty({ shape: [5], dtype: 'int64' });
  expect(() => batchNorm(x, integers, variance)).toThrow(DTypeError);
});
