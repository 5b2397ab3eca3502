import { expect, test } from 'vitest';
import { ArgumentError, ConvoltError, DTypeError, ShapeError } from '../../lib/errors.js';
import { full, fullLike, isTensor, ones, onesLike, tensor, zeros, zerosLike } from '../../lib/index.js';

test('nested lists give shape and dtype', () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(x.shape).toEqual([2, 3]);
  expect(x.dtype).toBe('float32');
  expect([...x.data]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(tensor([true, false]).dtype).toBe('bool');
  expect(tensor([1n, 2n]).dtype).toBe('int64');
  expect(tensor([true, 2]).toArray()).toEqual([1, 2]);
  expect(tensor(5).shape).toEqual([]);
  expect(tensor([]).shape).toEqual([0]);
  expect(tensor([[], []]).shape).toEqual([2, 0]);
});

test('a typed array keeps its type, and is copied unless copy is false', () => {
  const types = [
    [new Float32Array(2), 'float32'],
    [new Float64Array(2), 'float64'],
    [new BigInt64Array(2), 'int64'],
    [new Int32Array(2), 'int32'],
    [new Int16Array(2), 'int16'],
    [new Int8Array(2), 'int8'],
    [new Uint8Array(2), 'uint8'],
    [new Uint8ClampedArray(2), 'uint8'],
    [Buffer.alloc(2), 'uint8'],
  ] as const;
  for (const [array, dtype] of types) expect(tensor(array).dtype).toBe(dtype);
  const values = new Float32Array([9, 1, 2]).subarray(1);
  const copied = tensor(values);
  const shared = tensor(values, { copy: false });
  values[0] = 7;
  expect(copied.toArray()).toEqual([1, 2]);
  expect(shared.toArray()).toEqual([7, 2]);
  expect(shared.data.buffer).toBe(values.buffer);
});

test('shape and dtype options reshape and convert', () => {
  expect(tensor(new Uint8Array([1, 2, 3, 4]), { shape: [2, 2], dtype: 'float32' }).toArray()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(tensor([1.5, 2], { dtype: 'float16' }).data).toEqual(new Uint16Array([0x3e00, 0x4000]));
  expect(tensor(new Uint16Array([0x3e00]), { dtype: 'float16' }).toArray()).toEqual([1.5]);
  expect(tensor([1, 0], { dtype: 'bool' }).toArray()).toEqual([true, false]);
  expect(tensor([2n ** 62n], { dtype: 'int64' }).data).toEqual(new BigInt64Array([2n ** 62n]));
});

test('bad data is refused with the path to it', () => {
  expect(() => tensor([[1, 2], [3]])).toThrow('tensor: data[1] must be a list of 2, like those before it');
  expect(() => tensor([[1, 2], 3])).toThrow('data[1] must be a list of 2');
  expect(() => tensor([[1], [null as never]])).toThrow('data[1][0] must be a number, a boolean or a bigint');
  for (const bad of [null, undefined, 'x', {}, new Map()]) {
    expect(() => tensor(bad as never)).toThrow(ArgumentError);
  }
  expect(() => tensor([1.5], { dtype: 'int64' })).toThrow('an integer that int64 can hold');
  expect(() => tensor([256], { dtype: 'uint8' })).toThrow('an integer that uint8 can hold');
  expect(() => tensor([Number.NaN], { dtype: 'int32' })).toThrow(ArgumentError);
  expect(() => tensor([2n ** 63n])).toThrow(ArgumentError);
});

test('bad options are refused by name', () => {
  expect(() => tensor([1, 2, 3], { shape: [2, 2] })).toThrow(ShapeError);
  expect(() => tensor([1], { shape: [-1] })).toThrow('shape must be');
  expect(() => tensor([1], { dtype: 'float' as never })).toThrow('dtype must be one of');
  expect(() => tensor([1], null as never)).toThrow('options must be an object');
  expect(() => tensor([1], { copy: false })).toThrow('a typed array where copy is false');
  expect(() => tensor(new Uint16Array(1))).toThrow(DTypeError);
  expect(() => tensor(new Uint16Array(1), { dtype: 'int32' })).toThrow(DTypeError);
  expect(() => tensor(new Uint32Array(1))).toThrow(ArgumentError);
  expect(() => tensor(new DataView(new ArrayBuffer(4)))).toThrow(ArgumentError);
  expect(() => tensor(new Float32Array(1), { dtype: 'float64', copy: false })).toThrow(DTypeError);
});

test('shared memory can be copied, not shared; detached memory is neither', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8));
  expect(tensor(shared).toArray()).toEqual([0, 0]);
  expect(() => tensor(shared, { copy: false })).toThrow('memory that no other thread can change');
  const detached = new Float32Array(2);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const code = { code: 'CONVOLT_DETACHED_BUFFER' };
  expect(() => tensor(detached)).toThrow(expect.objectContaining(code));
  expect(() => tensor(detached, { copy: false })).toThrow(ConvoltError);
});

test('zeros, ones and full fill any dtype', () => {
  expect(zeros([2, 2]).toArray()).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(ones([2], { dtype: 'int64' }).data).toEqual(new BigInt64Array([1n, 1n]));
  expect(ones([1], { dtype: 'bfloat16' }).toArray()).toEqual([1]);
  expect(full([2], 0.5).toArray()).toEqual([0.5, 0.5]);
  expect(full([2], true).toArray()).toEqual([true, true]);
  expect(full([], Number.NEGATIVE_INFINITY).item()).toBe(Number.NEGATIVE_INFINITY);
  expect(zeros([0, 3]).numel()).toBe(0);
  expect(onesLike(tensor([1n])).dtype).toBe('int64');
  expect(zerosLike(tensor([1n]), { dtype: 'uint8' }).dtype).toBe('uint8');
  const large = full([100_003], 3, { dtype: 'uint8' }).data as Uint8Array;
  expect(large.every((value) => value === 3)).toBe(true);
});

test('bad shapes and values are refused', () => {
  for (const shape of [null, 3, [-1], [1.5], [Number.NaN], ['2'], new Array(9).fill(1), [2 ** 30, 2 ** 30]]) {
    expect(() => zeros(shape as never)).toThrow(ArgumentError);
  }
  expect(() => full([1], 'x' as never)).toThrow('value must be a number or a boolean');
  expect(() => full([1], 0.5, { dtype: 'int32' })).toThrow(ArgumentError);
  expect(() => zeros([2 ** 45])).toThrow(expect.objectContaining({ code: 'CONVOLT_OUT_OF_MEMORY' }));
});

test('isTensor tells tensors from other things', () => {
  expect(isTensor(zeros([1]))).toBe(true);
  expect(isTensor(new Float32Array(1))).toBe(false);
});

test('fullLike takes shape and dtype from another', () => {
  expect(fullLike(tensor([[1n, 2n]]), 7).toArray()).toEqual([[7, 7]]);
  expect(fullLike(tensor([1n]), 0.5, { dtype: 'float16' }).dtype).toBe('float16');
  expect(() => fullLike(tensor([1n]), 0.5)).toThrow('fullLike: value must be an integer that int64 can hold');
  expect(() => fullLike(null as never, 1)).toThrow('fullLike: input must be a Tensor');
});
