import { expect, test } from 'vitest';
import { lpPool1d, lpPool2d } from '../../lib/functional/lp-pool.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { readCases } from '../support/cases.js';

const { cases, error } = readCases('lp-pool');
const image = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

test.each(cases)('$function of $input, $arguments, $options equals PyTorch', (given) => {
  expect(error(given)).toBeLessThan(1e-5);
});

test.each([
  ['normType', 0, 2, {}],
  ['normType', '2', 2, {}],
  ['kernelSize', 2, 0, {}],
  ['stride', 2, 2, { stride: 0 }],
  ['options', 2, 2, { padding: 1 }],
])('a wrong %s is refused by name: %j, %j, %j', (argument, norm, kernelSize, options) => {
  expect(() => lpPool2d(image(1, 4, 4), norm as never, kernelSize, options as never)).toThrow(
    expect.objectContaining({ argument, code: 'CONVOLT_INVALID_ARGUMENT' }),
  );
});

test('an empty batch gives an empty batch, other shapes are refused', () => {
  expect(lpPool1d(image(0, 3, 4), 2, 2).shape).toEqual([0, 3, 2]);
  expect(() => lpPool1d(image(1, 3, 4, 4), 2, 2)).toThrow('lpPool1d: input must be (N, C, L) or (C, L)');
});
