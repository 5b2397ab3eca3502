import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { functional, ones, Tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const fixture = readFixture<{
  inputs: Record<string, RecordedTensor>;
  calls: Record<string, RecordedTensor>;
  statistics: Record<string, Record<'mean' | 'variance', RecordedTensor>>;
}>('normalisations');
const inputs = Object.fromEntries(
  Object.entries(fixture.inputs).map(([name, value]) => [name, toTensor(value)]),
);

/** The tensor that an expression of the fixture gives. */
function evaluate(call: string, given: Record<string, Tensor> = {}): Tensor {
  const { batchNorm, groupNorm, instanceNorm, layerNorm, localResponseNorm } = functional;
  const scope = { batchNorm, groupNorm, instanceNorm, layerNorm, localResponseNorm, ...inputs, ...given };
  return new Function(...Object.keys(scope), `return ${call}`)(...Object.values(scope));
}

test.each(Object.entries(fixture.calls))('%s equals PyTorch', (call, recorded) => {
  expect(relativeError(evaluate(call), toTensor(recorded))).toBeLessThan(call.includes('far') ? 1e-5 : 2e-6);
});

describe('running statistics', () => {
  test.each(Object.entries(fixture.statistics))('%s leaves those of PyTorch', (call, { mean, variance }) => {
    const runningMean = (inputs.bias as Tensor).clone();
    const runningVar = (inputs.weight as Tensor).abs();
    evaluate(call, { runningMean, runningVar });
    expect(relativeError(runningMean, toTensor(mean))).toBeLessThan(1e-6);
    expect(relativeError(runningVar, toTensor(variance))).toBeLessThan(1e-6);
  });

  test('one of them may be missing in training', () => {
    const mean = zeros([6]);
    evaluate('batchNorm(rows, mean, null, { training: true })', { mean });
    expect(mean.equal(zeros([6]))).toBe(false);
  });
});

test('a sample has the bits that it has alone', () => {
  const batch = Tensor.empty({ shape: [3, 8, 37, 41], dtype: 'float32' });
  (batch.data as Float32Array).forEach((_, i, data) => {
    data[i] = ((i * 7919) % 997) / 64;
  });
  const alone = batch.slice(0, 1, 2);
  expect(functional.groupNorm(batch, 2).slice(0, 1, 2).equal(functional.groupNorm(alone, 2))).toBe(true);
  expect(
    functional
      .layerNorm(batch, [41])
      .slice(0, 1, 2)
      .equal(functional.layerNorm(alone, [41])),
  ).toBe(true);
});

test('empty batches stay empty', () => {
  expect(functional.groupNorm(zeros([0, 4, 3]), 2).shape).toEqual([0, 4, 3]);
  expect(functional.groupNorm(zeros([2, 4, 0]), 2).shape).toEqual([2, 4, 0]);
  expect(functional.layerNorm(zeros([2, 0]), [0]).shape).toEqual([2, 0]);
  expect(functional.instanceNorm(zeros([0, 4, 3])).shape).toEqual([0, 4, 3]);
  expect(functional.localResponseNorm(zeros([0, 4, 3]), 2).shape).toEqual([0, 4, 3]);
  const running = ones([4]);
  const empty = functional.batchNorm(zeros([0, 4]), running, running, { training: true });
  expect(empty.shape).toEqual([0, 4]);
});

test.each([
  ['groupNorm(images, 4)', ShapeError],
  ['groupNorm(images, 0)', ArgumentError],
  ['groupNorm(weight, 2)', ShapeError],
  ['groupNorm(rows.slice(0, 0, 1), 6)', ShapeError],
  ['groupNorm(images, 2, { weight: w })', ShapeError],
  ["groupNorm(images.to('float64'), 2)", DTypeError],
  ['groupNorm(images, 2, { eps: -1 })', ArgumentError],
  ['instanceNorm(rows)', ShapeError],
  ['instanceNorm(images.slice(2, 0, 1).slice(3, 0, 1))', ShapeError],
  ['instanceNorm(images, { useInputStats: false })', ArgumentError],
  ['instanceNorm(images, { weight: w })', ShapeError],
  ['layerNorm(images, [6])', ShapeError],
  ['layerNorm(images, [])', ArgumentError],
  ['layerNorm(images, 5)', ArgumentError],
  ['layerNorm(images, [3, 5], { weight: b.slice(0, 0, 1) })', ShapeError],
  ['layerNorm(images, [5], { training: true })', ArgumentError],
  ['batchNorm(rows.slice(0, 0, 1), null, null, { training: true })', ShapeError],
  ['batchNorm(rows, null, null)', ArgumentError],
  ['batchNorm(rows, null, null, { training: 1 })', ArgumentError],
  ['localResponseNorm(rows, 2)', ShapeError],
  ['localResponseNorm(images, 0)', ArgumentError],
] as const)('%s is refused', (call, error) => {
  expect(() => evaluate(call)).toThrow(error);
});

test('refusals name both shapes', () => {
  expect(() => evaluate('layerNorm(images, [6])')).toThrow(
    'layerNorm: input must end in normalizedShape [6], received shape [2, 6, 3, 5]',
  );
  expect(() => evaluate('groupNorm(images, 4)')).toThrow('4 groups divide, received shape [2, 6, 3, 5]');
});
