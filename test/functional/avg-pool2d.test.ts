import { expect, test } from 'vitest';
import { type AvgPool2dOptions, avgPool2d } from '../../lib/functional/avg-pool2d.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  input: string;
  kernelSize: number | [number, number];
  options: AvgPool2dOptions;
  output: RecordedTensor;
}

const fixture = readFixture<{ inputs: Record<string, RecordedTensor>; cases: Case[] }>('avg-pool2d');
const image = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

test.each(fixture.cases)('avgPool2d of $input, kernel $kernelSize, $options equals PyTorch', (given) => {
  const input = toTensor(fixture.inputs[given.input] as RecordedTensor);
  const output = avgPool2d(input, given.kernelSize, given.options);
  expect(relativeError(output, toTensor(given.output))).toBeLessThan(1e-6);
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
