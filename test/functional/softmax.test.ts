import { expect, test } from 'vitest';
import { ArgumentError, DTypeError } from '../../lib/errors.js';
import { logSoftmax } from '../../lib/functional/log-softmax.js';
import { narrow } from '../../lib/functional/slice.js';
import { softmax } from '../../lib/functional/softmax.js';
import '../../lib/tensor/methods.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  input: RecordedTensor;
  dim: number;
  softmax: RecordedTensor;
  logSoftmax: RecordedTensor;
}

const { cases } = readFixture<{ cases: Case[] }>('softmax');

test.each(cases)('softmax and logSoftmax of $input.shape along $dim equal PyTorch', (given) => {
  const x = toTensor(given.input);
  expect(relativeError(softmax(x, given.dim), toTensor(given.softmax))).toBeLessThan(1e-6);
  expect(relativeError(logSoftmax(x, given.dim), toTensor(given.logSoftmax))).toBeLessThan(1e-6);
});

test('a row has the same bits alone and in a batch', () => {
  const rows = 300;
  const batch = Tensor.empty({ shape: [rows, 101], dtype: 'float32' });
  const { data } = batch as { data: Float32Array };
  data.forEach((_, i) => {
    data[i] = Math.sin(i) * 10;
  });
  const row = narrow(batch, 0, rows - 1, 1);
  expect(softmax(row, 1).data).toEqual(softmax(batch, 1).data.subarray(101 * (rows - 1)));
});

test('softmax and logSoftmax are methods of Tensor too', () => {
  const x = toTensor({ dtype: 'float32', shape: [1, 2], data: [0, 0] });
  expect([...x.softmax(1).data]).toEqual([0.5, 0.5]);
  expect(x.logSoftmax(-1).data).toEqual(Float32Array.of(-Math.LN2, -Math.LN2));
});

test('an empty tensor gives an empty tensor', () => {
  const x = Tensor.empty({ shape: [3, 0], dtype: 'float32' });
  expect(softmax(x, 0).shape).toEqual([3, 0]);
  expect(logSoftmax(x, 1).shape).toEqual([3, 0]);
});

test('a dim that is not there, absent or fractional, and other dtypes, are refused by name', () => {
  const x = Tensor.empty({ shape: [2, 3], dtype: 'float32' });
  for (const dim of [2, -3, undefined, null, 0.5, '1']) {
    expect(() => softmax(x, dim as never)).toThrow(/^softmax: dim must be an integer from -2 to 1/);
    expect(() => logSoftmax(x, dim as never)).toThrow(/^logSoftmax: dim must be an integer from -2 to 1/);
  }
  expect(() => softmax(Tensor.empty({ shape: [2], dtype: 'int64' }), 0)).toThrow(DTypeError);
  expect(() => softmax(null as never, 0)).toThrow(ArgumentError);
});
