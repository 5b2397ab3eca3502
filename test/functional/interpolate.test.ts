import { describe, expect, test } from 'vitest';
import { DTypeError, ShapeError } from '../../lib/errors.js';
import { type InterpolateOptions, interpolate } from '../../lib/functional/interpolate.js';
import { randn } from '../../lib/random/index.js';
import { tensor, zeros } from '../../lib/tensor/create.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { readCases } from '../support/cases.js';

const { cases, error } = readCases('interpolate');

test.each(cases)('$function of $input, $options equals PyTorch', (given) => {
  expect(error(given)).toBeLessThan(1e-5);
});

const ways: InterpolateOptions[] = [
  { size: [20, 33] },
  { scaleFactor: 2, mode: 'bilinear' },
  { size: [9, 200], mode: 'bicubic' },
  { size: [5, 4], mode: 'bilinear', antialias: true },
];

test.each(ways)('a row of a batch has the bits that it has alone, contiguous or not: %j', (options) => {
  const x = randn([3, 3, 31, 70]);
  const whole = interpolate(x, options);
  expect(interpolate(x.select(0, 2).unsqueeze(0), options).data).toEqual(
    whole.select(0, 2).contiguous().data,
  );
  const turned = x.transpose(2, 3);
  expect(interpolate(turned, options).data).toEqual(interpolate(turned.contiguous(), options).data);
});

test('an empty batch gives an empty batch, an image without elements is refused', () => {
  expect(interpolate(zeros([0, 3, 4, 4]), { scaleFactor: 2, mode: 'bicubic' }).shape).toEqual([0, 3, 8, 8]);
  expect(() => interpolate(zeros([1, 3, 0, 4]), { size: 2 })).toThrow(ShapeError);
});

test('a scale factor is used as given, or recomputed from the sizes', () => {
  const x = tensor([[[0, 1, 2, 3]]]);
  const exact = interpolate(x, { scaleFactor: 1.6, mode: 'linear' }) as Tensor;
  const recomputed = interpolate(x, { scaleFactor: 1.6, mode: 'linear', recomputeScaleFactor: true });
  expect(exact.shape).toEqual(recomputed.shape);
  expect(exact.data[3]).toBeCloseTo(3.5 / 1.6 - 0.5);
  expect(recomputed.data[3]).toBeCloseTo((3.5 * 4) / 6 - 0.5);
});

describe('what PyTorch refuses is refused', () => {
  test.each([
    ['size', {}],
    ['size', { size: 2, scaleFactor: 2 }],
    ['size', { size: [2, 2, 2] }],
    ['size', { size: 0 }],
    ['size', { size: 1.5 }],
    ['scaleFactor', { scaleFactor: [2] }],
    ['scaleFactor', { scaleFactor: 0 }],
    ['scaleFactor', { scaleFactor: Number.NaN }],
    ['scaleFactor', { scaleFactor: '2' }],
    ['mode', { size: 2, mode: 'cubic' }],
    ['mode', { size: 2, mode: 'toString' }],
    ['alignCorners', { size: 2, alignCorners: false }],
    ['alignCorners', { size: 2, mode: 'area', alignCorners: true }],
    ['alignCorners', { size: 2, mode: 'bilinear', alignCorners: 1 }],
    ['recomputeScaleFactor', { size: 2, recomputeScaleFactor: true }],
    ['antialias', { size: 2, antialias: true }],
    ['options', { size: 2, align_corners: true }],
    ['options', null],
  ])('%s: %j', (argument, options) => {
    expect(() => interpolate(zeros([1, 1, 4, 4]), options as never)).toThrow(
      expect.objectContaining({ argument, code: 'CONVOLT_INVALID_ARGUMENT' }),
    );
  });

  test.each([
    [[1, 4, 4], { size: 2, mode: 'bilinear' }],
    [[1, 1, 4, 4], { size: 2, mode: 'linear' }],
    [[1, 1, 4, 4], { size: 2, mode: 'trilinear' }],
    [[1, 1, 4, 4, 4], { size: 2, mode: 'bicubic', antialias: true }],
    [[4, 4], { size: 2 }],
    [[1, 1, 1, 1, 4, 4], { size: 2 }],
    [[1, 1, 4, 4], { scaleFactor: 0.2 }],
  ] as const)('shape %j with %j', (shape, options) => {
    expect(() => interpolate(zeros(shape), options)).toThrow(ShapeError);
  });

  test('another dtype', () => {
    expect(() => interpolate(zeros([1, 1, 4, 4], { dtype: 'uint8' }), { size: 2 })).toThrow(DTypeError);
  });
});
