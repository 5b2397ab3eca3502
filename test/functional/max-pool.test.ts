import { expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { maxPool1d, maxPool2d, maxPool3d } from '../../lib/functional/max-pool.js';
import { randn } from '../../lib/random/index.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { readCases } from '../support/cases.js';
import { toTensor } from '../support/fixtures.js';

const { cases, error } = readCases('max-pool');
const image = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

test.each(cases)('$function of $input, $arguments, $options equals PyTorch', (given) => {
  expect(error(given)).toBe(0);
});

test('asymmetric padding counts as -inf at the sides that have it', () => {
  const x = toTensor({ dtype: 'float32', shape: [1, 2, 3], data: [-1, -2, -3, -4, -5, -6] });
  const y = maxPool2d(x, 2, { stride: 2, padding: [0, 0, 0, 1] });
  expect([y.shape, [...y.data]]).toEqual([
    [1, 1, 2],
    [-1, -3],
  ]);
});

test('an empty batch gives an empty batch, an image without elements is refused', () => {
  expect(maxPool2d(image(0, 3, 4, 4), 2).shape).toEqual([0, 3, 2, 2]);
  expect(() => maxPool2d(image(1, 3, 0, 4), 2)).toThrow(ShapeError);
});

test('a window that does not fit is refused with both shapes', () => {
  expect(() => maxPool2d(image(1, 3, 2, 5), 3)).toThrow(
    'maxPool2d: a kernel of [3, 3] (dilation [1, 1], padding [0, 0, 0, 0]) does not fit into input [1, 3, 2, 5]: the ' +
      'output would be [1, 3, 0, 1]',
  );
  expect(() => maxPool2d(image(1, 3, 4, 4), 2, { dilation: 4 })).toThrow(ShapeError);
});

test('padding above half the kernel is refused by name', () => {
  expect(() => maxPool2d(image(1, 4, 4), 3, { padding: 2 })).toThrow(
    'maxPool2d: padding must be at most half of kernelSize [3, 3], received [2, 2, 2, 2]',
  );
});

test.each([
  ['kernelSize', 0, {}],
  ['kernelSize', null, {}],
  ['kernelSize', [2], {}],
  ['kernelSize', 2 ** 31, {}],
  ['stride', 2, { stride: 0 }],
  ['stride', 2, { stride: 1.5 }],
  ['stride', 2, { stride: '2' }],
  ['padding', 2, { padding: -1 }],
  ['padding', 2, { padding: [1, 1, 1] }],
  ['padding', 2, { padding: Number.NaN }],
  ['dilation', 2, { dilation: [1, 0] }],
  ['ceilMode', 2, { ceilMode: 1 }],
  ['returnIndices', 2, { returnIndices: 'yes' }],
  ['options', 2, { ceil_mode: true }],
  ['options', 2, 2],
  ['options', 2, null],
])('a wrong %s is refused by name: %j, %j', (argument, kernelSize, options) => {
  expect(() => maxPool2d(image(1, 4, 4), kernelSize as never, options as never)).toThrow(
    expect.objectContaining({ argument, code: 'CONVOLT_INVALID_ARGUMENT' }),
  );
});

test('other inputs than float32 images are refused', () => {
  expect(() => maxPool2d(null as never, 2)).toThrow(ArgumentError);
  expect(() => maxPool2d(Tensor.empty({ shape: [1, 4, 4], dtype: 'uint8' }), 2)).toThrow(DTypeError);
  expect(() => maxPool2d(image(4, 4), 2)).toThrow(ShapeError);
});

test('one and three dimensions take padding on both sides, and refuse other shapes by name', () => {
  expect(maxPool1d(image(2, 3, 5), 2, { stride: 2, padding: [0, 1] }).shape).toEqual([2, 3, 3]);
  expect(maxPool3d(image(1, 4, 4, 4), 2, { padding: [0, 0, 0, 1, 1, 1], stride: 2 }).shape).toEqual([
    1, 2, 2, 2,
  ]);
  expect(maxPool1d(image(0, 3, 4), 2, { returnIndices: true })[1].shape).toEqual([0, 3, 2]);
  expect(() => maxPool1d(image(1, 1, 4, 4), 2)).toThrow('maxPool1d: input must be (N, C, L) or (C, L)');
  expect(() => maxPool3d(image(1, 4, 4), 2)).toThrow(
    'maxPool3d: input must be (N, C, D, H, W) or (C, D, H, W)',
  );
  expect(() => maxPool3d(image(1, 4, 4, 4), [2, 2] as never)).toThrow('three [depth, height, width]');
});

test('a row of a batch has the bits that it has alone, values and indices, contiguous or not', () => {
  const x = randn([5, 3, 4, 6, 70]);
  for (const returnIndices of [false, true]) {
    const options = { stride: [1, 2, 2], padding: 1, returnIndices } as const;
    const whole = [maxPool3d(x, 3, options)].flat() as Tensor[];
    const alone = [maxPool3d(x.select(0, 3), 3, options)].flat() as Tensor[];
    for (const [i, output] of alone.entries())
      expect([...output.data]).toEqual([...(whole[i] as Tensor).select(0, 3).contiguous().data]);
  }
  const [values, indices] = maxPool2d(x.select(1, 1).transpose(2, 3), 2, { returnIndices: true });
  expect(values.data).toEqual(maxPool2d(x.select(1, 1).transpose(2, 3).contiguous(), 2).data);
  expect(indices.dtype).toBe('int64');
});
