import { expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../lib/errors.js';
import { functional, type Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture } from '../support/fixtures.js';

const { cat } = functional;

const x = tensor(
  Float32Array.from({ length: 24 }, (_, i) => i),
  { shape: [2, 3, 4] },
);
const y = x.permute(2, 0, 1);
const many = tensor(
  Int32Array.from({ length: 2 * 7 * 3000 }, (_, i) => i),
  { shape: [2, 7, 3000] },
);
const cases: Record<string, () => Tensor> = {
  first: () => cat([x, x.slice(0, 0, 1)]),
  middle: () => cat([x, x.slice(1, 1, 2), x.slice(1, 0, 0)], 1),
  last: () => cat([x, x.slice(2, 0, undefined, 2)], -1),
  views: () => cat([y, y.slice(1, 0, 1)], 1),
  one: () => cat([y], 2),
  expanded: () => cat([x.slice(1, 0, 1).expand(2, 5, 4), x], 1),
  promoted: () => cat([tensor([1n, -2n]), tensor([0.5]), tensor([true])]),
  integers: () => cat([tensor(Uint8Array.of(200)), tensor(Int8Array.of(-3))]),
  skipped: () => cat([zeros([0]), x.select(0, 0), zeros([0])], 1),
  nothing: () => cat([zeros([0]), zeros([0])]),
  empty: () => cat([x.slice(0, 0, 0), x.slice(0, 0, 0)], 1),
  long: () => cat([many.slice(1, 2, 4), many.slice(1, 0, 1)], 1).slice(2, 0, undefined, 500),
};

test.each(Object.entries(readFixture<Record<string, RecordedTensor>>('cat')))(
  '%s equals PyTorch',
  (name, expected) => {
    const result = (cases[name] as () => Tensor)();
    expect(result.dtype).toBe(expected.dtype);
    expect(result.shape).toEqual(expected.shape);
    expect(Array.from(result.contiguous().data, Number)).toEqual(expected.data.map(Number));
  },
);

test.each<[string, () => unknown]>([
  ['no tensors', () => cat([])],
  ['a tensor instead of a list', () => cat(x as never)],
  ['a list with null', () => cat([x, null as never])],
  ['a dim beyond the last', () => cat([x, x], 3)],
  ['a fractional dim', () => cat([x, x], 0.5)],
])('%s is refused', (_, act) => {
  expect(act).toThrow(ArgumentError);
});

test('shapes that do not fit are refused, and both are named', () => {
  expect(() => cat([x, y], 0)).toThrow(ShapeError);
  expect(() => cat([x, y], 0)).toThrow(/\[2, 3, 4\].*\[4, 2, 3\]/);
  expect(() => cat([x, x.select(0, 0)], 0)).toThrow(ShapeError);
  expect(() => cat([zeros([]), zeros([])])).toThrow(ShapeError);
});
