import { expect, test } from 'vitest';
import { avgPool1d, avgPool2d, avgPool3d } from '../../lib/functional/avg-pool.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { readCases } from '../support/cases.js';
import { toTensor } from '../support/fixtures.js';

const { cases, error } = readCases('avg-pool');
const image = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

test.each(cases)('$function of $input, $arguments, $options equals PyTorch', (given) => {
  expect(error(given)).toBeLessThan(1e-6);
});

test('asymmetric padding is left out of the average, or counted as zeros', () => {
  const x = toTensor({ dtype: 'float32', shape: [1, 2, 3], data: [1, 2, 3, 4, 5, 6] });
  const padding = [0, 0, 0, 1] as const;
  const left = avgPool2d(x, 2, { stride: 2, padding, countIncludePad: false });
  expect([...left.data]).toEqual([3, 4.5]);
  expect([...avgPool2d(x, 2, { stride: 2, padding }).data]).toEqual([3, 2.25]);
});

test.each([
  ['countIncludePad', { countIncludePad: 'yes' }],
  ['divisorOverride', { divisorOverride: 0 }],
  ['divisorOverride', { divisorOverride: 1.5 }],
  ['options', { dilation: 2 }],
])('a wrong %s is refused by name: %j', (argument, options) => {
  expect(() => avgPool2d(image(1, 4, 4), 2, options as never)).toThrow(
    expect.objectContaining({ argument, code: 'CONVOLT_INVALID_ARGUMENT' }),
  );
});

test('a window that does not fit is refused', () => {
  expect(() => avgPool2d(image(1, 3, 2, 5), 3)).toThrow('avgPool2d: a kernel of [3, 3]');
});

test('one dimension has no divisor, empty batches stay empty', () => {
  expect(() => avgPool1d(image(1, 4), 2, { divisorOverride: 2 } as never)).toThrow(
    expect.objectContaining({ argument: 'options' }),
  );
  expect(avgPool1d(image(0, 3, 4), 2).shape).toEqual([0, 3, 2]);
  expect(avgPool3d(image(0, 3, 4, 4, 4), 2, { divisorOverride: 5 }).shape).toEqual([0, 3, 2, 2, 2]);
});
