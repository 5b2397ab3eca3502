import { expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { type PadOptions, pad } from '../../lib/functional/pad.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  input: RecordedTensor;
  padding: number[];
  options: PadOptions;
  output: RecordedTensor;
}

const { cases } = readFixture<{ cases: Case[] }>('pad');
const image = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

test.each(cases)('pad of $input.shape by $padding, $options equals PyTorch', (given) => {
  const output = pad(toTensor(given.input), given.padding, given.options);
  expect(relativeError(output, toTensor(given.output))).toBe(0);
});

test('negative padding crops what the other side has seen', () => {
  const x = toTensor({ dtype: 'float32', shape: [1, 1, 4], data: [1, 2, 3, 4] });
  expect([...pad(x, [-1, 2], { mode: 'reflect' }).data]).toEqual([2, 3, 4, 3, 2]);
  expect([...pad(x, [2, -1], { mode: 'replicate' }).data]).toEqual([1, 1, 1, 2, 3]);
});

test('the default is zeros', () => {
  const x = toTensor({ dtype: 'float32', shape: [1, 2], data: [1, 2] });
  expect([...pad(x, [1, 0]).data]).toEqual([0, 1, 2]);
});

test.each([
  ['padding', 1, {}],
  ['padding', [1], {}],
  ['padding', [1, 2, 3], {}],
  ['padding', [1, 0.5], {}],
  ['padding', [1, null], {}],
  ['padding', [1, 2 ** 31], {}],
  ['mode', [1, 1], { mode: 'zeros' }],
  ['mode', [1, 1], { mode: null }],
  ['value', [1, 1], { value: '0' }],
  ['value', [1, 1], { mode: 'reflect', value: 1 }],
  ['options', [1, 1], { fill: 1 }],
  ['options', [1, 1], 'reflect'],
])('a wrong %s is refused by name: %j, %j', (argument, padding, options) => {
  expect(() => pad(image(1, 4, 4), padding as never, options as never)).toThrow(
    expect.objectContaining({ argument, code: 'CONVOLT_INVALID_ARGUMENT' }),
  );
});

test('more padding than the image can fill is refused with its shape', () => {
  expect(() => pad(image(1, 4, 4), [4, 0], { mode: 'reflect' })).toThrow(
    "padding [4, 0] of dimension -1 of input [1, 4, 4] is more than mode 'reflect' can take from the image, 3 on each side",
  );
  expect(() => pad(image(1, 4, 4), [0, 0, 0, 5], { mode: 'circular' })).toThrow('4 on each side');
  expect(() => pad(image(1, 4, 4), [-2, -2])).toThrow('leaves nothing');
});

test('other inputs are refused', () => {
  expect(() => pad(image(4), [1, 1, 1, 1])).toThrow(ShapeError);
  expect(() => pad(image(4, 4), [1, 1, 1, 1], { mode: 'reflect' })).toThrow(ShapeError);
  expect(() => pad(image(1, 0, 4), [1, 1])).toThrow(ShapeError);
  expect(() => pad(Tensor.empty({ shape: [1, 4, 4], dtype: 'uint8' }), [1, 1])).toThrow(DTypeError);
  expect(() => pad(null as never, [1, 1])).toThrow(ArgumentError);
});
