import { expect, test } from 'vitest';
import { ArgumentError, ConvoltError, ShapeError } from '../../lib/errors.js';
import { type DType, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Cast {
  from: DType;
  to: DType;
  input: RecordedTensor;
  output: RecordedTensor;
}

test.each(readFixture<Cast[]>('cast'))('$from to $to equals PyTorch, out of range too', (cast) => {
  const converted = toTensor(cast.input).to(cast.from).to(cast.to);
  expect(converted.dtype).toBe(cast.to);
  const expected = toTensor(cast.output);
  expect(relativeError(converted.to(expected.dtype), expected)).toBe(0);
});

test('to, clone and contiguous copy when they must', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(x.to('float32')).toBe(x);
  expect(x.contiguous()).toBe(x);
  expect(x.clone().storage).not.toBe(x.storage);
  expect(x.detach().storage).toBe(x.storage);
  expect([...x.t().contiguous().data]).toEqual([1, 3, 2, 4]);
});

test('transposes of any size are right', () => {
  for (const [rows, columns] of [
    [1, 70],
    [31, 33],
    [64, 200],
    [300, 257],
  ] as const) {
    const data = Int32Array.from({ length: rows * columns }, (_, i) => i);
    const transposed = tensor(data, { shape: [rows, columns] })
      .t()
      .contiguous().data;
    expect(
      data.every((value, i) => transposed[(i % columns) * rows + Math.floor(i / columns)] === value),
    ).toBe(true);
  }
});

test('copy_ converts, broadcasts and writes through views', () => {
  const x = zeros([2, 3], { dtype: 'int64' });
  expect(x.copy_(tensor([1.7, 2, 3]))).toBe(x);
  expect(x.toArray()).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  x.select(1, 0).copy_(tensor([8, 9]));
  expect(x.toArray()).toEqual([
    [8, 2, 3],
    [9, 2, 3],
  ]);
});

test('copy_ from a view of the same memory takes the old values', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(x.copy_(x.t()).toArray()).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test('in-place writes refuse what cannot be written', () => {
  const x = zeros([2, 3]);
  expect(() => x.copy_(zeros([4]))).toThrow(ShapeError);
  expect(() => x.copy_(null as never)).toThrow('source must be a Tensor, received null');
  expect(() => x.fill_('1' as never)).toThrow(ArgumentError);
  expect(() => zeros([1], { dtype: 'int32' }).fill_(1.5)).toThrow(ArgumentError);
  expect(() => zeros([1]).expand(3).fill_(1)).toThrow(ConvoltError);
  expect(() => x.to('double' as never)).toThrow('dtype must be one of');
});

test('item and toArray give numbers, booleans for bool, and refuse what no number holds', () => {
  expect(tensor([[7]]).item()).toBe(7);
  expect(tensor(3n).item()).toBe(3);
  expect(tensor([1, 0], { dtype: 'bool' }).toArray()).toEqual([true, false]);
  expect(tensor(-(2n ** 53n) + 1n).item()).toBe(-(2 ** 53) + 1);
  expect(() => tensor([2n ** 53n]).item()).toThrow('a number cannot hold the int64 9007199254740992');
  expect(() => tensor([2n ** 60n, 1n]).toArray()).toThrow(ConvoltError);
  expect(() => zeros([2]).item()).toThrow(ShapeError);
  expect(() => zeros([0]).item()).toThrow(ShapeError);
});
