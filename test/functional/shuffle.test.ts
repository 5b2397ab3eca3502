import { expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../lib/errors.js';
import { channelShuffle, pixelShuffle, pixelUnshuffle } from '../../lib/functional/shuffle.js';
import '../../lib/tensor/methods.js';
import { tensor, zeros } from '../../lib/tensor/create.js';

const numbers = (...shape: number[]) =>
  tensor(Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i)).reshape(shape);

test('pixelShuffle lays four channels out as squares of pixels', () => {
  const y = pixelShuffle(numbers(4, 1, 2), 2);
  expect(y.toArray()).toEqual([
    [
      [0, 2, 1, 3],
      [4, 6, 5, 7],
    ],
  ]);
});

test('pixelUnshuffle undoes pixelShuffle, over any leading dimensions', () => {
  const x = numbers(2, 3, 9, 2, 4);
  const y = pixelShuffle(x, 3);
  expect(y.shape).toEqual([2, 3, 1, 6, 12]);
  expect(pixelUnshuffle(y, 3).equal(x)).toBe(true);
});

test('channelShuffle deals out the channels of the groups in turn', () => {
  expect(channelShuffle(numbers(1, 6, 1), 2).toArray()).toEqual([[[0], [3], [1], [4], [2], [5]]]);
});

test('sizes that do not divide are refused with the shape', () => {
  expect(() => pixelShuffle(zeros([6, 2, 2]), 2)).toThrow(
    'pixelShuffle: the channels of input [6, 2, 2] must be divisible by 4, received 6',
  );
  expect(() => pixelUnshuffle(zeros([1, 4, 3]), 2)).toThrow('the width of input [1, 4, 3]');
  expect(() => channelShuffle(zeros([1, 5, 3]), 2)).toThrow('the channels of input [1, 5, 3]');
});

test('other arguments are refused', () => {
  expect(() => pixelShuffle(zeros([4, 2]), 2)).toThrow(ShapeError);
  expect(() => pixelUnshuffle(null as never, 2)).toThrow(ArgumentError);
  for (const factor of [0, 1.5, Number.NaN, null, '2']) {
    expect(() => pixelShuffle(zeros([4, 2, 2]), factor as never)).toThrow(ArgumentError);
    expect(() => channelShuffle(zeros([1, 4, 2]), factor as never)).toThrow(ArgumentError);
  }
});
