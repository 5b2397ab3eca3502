import { expect, test } from 'vitest';
import { maxPool2d, maxUnpool1d, maxUnpool2d, maxUnpool3d } from '../../lib/functional/index.js';
import { tensor, zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  function: 'maxUnpool1d' | 'maxUnpool2d' | 'maxUnpool3d';
  input: RecordedTensor;
  indices: RecordedTensor;
  kernelSize: unknown;
  options: object;
  output: RecordedTensor;
}

const cases = readFixture<Case[]>('max-unpool');
const indices = (...numbers: number[]) => tensor(numbers, { dtype: 'int64' }).reshape([1, 1, numbers.length]);

test.each(cases)('$function, kernel $kernelSize, $options equals PyTorch', (given) => {
  const unpool = { maxUnpool1d, maxUnpool2d, maxUnpool3d }[given.function] as (...args: unknown[]) => Tensor;
  const output = unpool(toTensor(given.input), toTensor(given.indices), given.kernelSize, given.options);
  expect(relativeError(output, toTensor(given.output))).toBe(0);
});

test('what a pooling kept comes back to its place', () => {
  const x = tensor([
    [
      [1, 5, 2, 3],
      [4, 0, 9, 8],
    ],
  ]);
  const [values, places] = maxPool2d(x, 2, { returnIndices: true });
  expect([...maxUnpool2d(values, places, 2).data]).toEqual([0, 5, 0, 0, 0, 0, 9, 0]);
});

test('an empty batch gives an empty batch', () => {
  const empty = zeros([0, 2, 3, 3]);
  expect(maxUnpool2d(empty, empty.to('int64'), 2).shape).toEqual([0, 2, 6, 6]);
});

test('indices outside the output are refused, whichever way they lead', () => {
  const x = zeros([1, 1, 2]);
  expect(() => maxUnpool2d(x, indices(0, 8), 2)).toThrow(
    'maxUnpool2d: indices must be from 0 to 7, for an output of [2, 4], received 8',
  );
  expect(() => maxUnpool2d(x, indices(-1, 0), 2)).toThrow('received -1');
});

test('indices of another shape or dtype are refused', () => {
  const x = zeros([1, 1, 2]);
  expect(() => maxUnpool2d(x, indices(0), 2)).toThrow(
    'maxUnpool2d: indices must have the shape of input [1, 1, 2], received [1, 1, 1]',
  );
  expect(() => maxUnpool2d(x, zeros([1, 1, 2]), 2)).toThrow('int64');
});

test.each([[[2, 6]], [[1, 1, 2, 6]], [[2, 2]], [[4]], [['2', 4]], [4]])(
  'an output size of %j is refused',
  (outputSize) => {
    expect(() => maxUnpool2d(zeros([1, 1, 2]), indices(0, 1), 2, { outputSize } as never)).toThrow(
      'maxUnpool2d: outputSize must be sizes of at least 1 in [2 ± 1, 4 ± 1]',
    );
  },
);
