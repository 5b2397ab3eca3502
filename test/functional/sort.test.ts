import { expect, test } from 'vitest';
import { ArgumentError, DTypeError } from '../../lib/errors.js';
import { arange, functional, ones, rand, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, toTensor } from '../support/fixtures.js';

const fixture = readFixture<{
  inputs: Record<string, RecordedTensor>;
  sorts: {
    input: string;
    dim: number;
    descending: boolean;
    values: RecordedTensor;
    indices: RecordedTensor;
  }[];
  topks: { input: string; dim: number; k: number; largest: boolean; values: RecordedTensor }[];
}>('sort');
const { argsort, sort, topk } = functional;
const input = (name: string) => toTensor(fixture.inputs[name] as RecordedTensor);

test.each(fixture.sorts)('sort of $input along $dim, descending $descending', (recorded) => {
  const x = input(recorded.input);
  const { values, indices } = x.sort(recorded.dim, { descending: recorded.descending });
  expect(values.toArray()).toEqual(toTensor(recorded.values).toArray());
  expect(indices.toArray()).toEqual(toTensor(recorded.indices).toArray());
  expect(values.dtype).toBe(x.dtype);
  const places = argsort(x, recorded.dim, { descending: recorded.descending });
  expect(places.equal(indices)).toBe(true);
});

test.each(fixture.topks)(
  'topk $k of $input along $dim, largest $largest',
  ({ k, dim, largest, ...recorded }) => {
    const x = input(recorded.input);
    const { values, indices } = x.topk(k, dim, { largest });
    expect(values.toArray()).toEqual(toTensor(recorded.values).toArray());
    expect(x.takeAlongDim(indices, dim).toArray()).toEqual(values.toArray());
    // Of equal elements the first are taken, as by a stable sort.
    expect(indices.equal(x.sort(dim, { descending: largest }).indices.narrow(dim, 0, k))).toBe(true);
  },
);

test('long lines are sorted alike at any length, and alone as among others', () => {
  for (const length of [0, 1, 15, 16, 17, 32, 33, 1000]) {
    const x = rand([2, length]).mul(100).floor();
    const { values, indices } = sort(x);
    expect(values.toArray()).toEqual((x.toArray() as number[][]).map((row) => row.toSorted((a, b) => a - b)));
    expect(x.takeAlongDim(indices, 1).equal(values)).toBe(true);
    expect(sort(x.select(0, 1)).indices.equal(indices.select(0, 1))).toBe(true);
    const viewed = sort(x.t(), 0);
    expect(viewed.indices.t().equal(indices)).toBe(true);
  }
});

test('every dtype keeps itself; bool is sorted but has no topk', () => {
  expect(tensor([true, false, true]).sort().values.toArray()).toEqual([false, true, true]);
  for (const dtype of ['float16', 'bfloat16', 'float64', 'uint8', 'int64'] as const) {
    const x = tensor([2, 3, 1], { dtype });
    expect(x.sort().values.dtype).toBe(dtype);
    expect(x.topk(2).values.dtype).toBe(dtype);
    expect(x.topk(2).indices.toArray()).toEqual([1, 0]);
  }
  expect(
    tensor([2n ** 60n + 1n, 2n ** 60n])
      .sort()
      .indices.toArray(),
  ).toEqual([1, 0]);
  expect(() => topk(tensor([true]), 1)).toThrow(DTypeError);
});

test('0-d tensors and nothing', () => {
  expect(sort(tensor(3)).values.item()).toBe(3);
  expect(sort(tensor(3)).indices.shape).toEqual([]);
  expect(topk(tensor(3), 1).indices.item()).toBe(0);
  expect(topk(ones([2, 3]), 0).values.shape).toEqual([2, 0]);
  expect(sort(zeros([0, 3]), 0).indices.shape).toEqual([0, 3]);
  expect(topk(zeros([0, 3]), 2).values.shape).toEqual([0, 2]);
  expect(topk(arange(100_000), 3).values.toArray()).toEqual([99_999, 99_998, 99_997]);
});

test('other arguments are refused by name', () => {
  const x = ones([2, 3]);
  expect(() => topk(x, 4)).toThrow(
    'topk: k must be an integer from 0 to 3, the size of dimension 1, received 4',
  );
  expect(() => topk(x, 1.5)).toThrow(ArgumentError);
  expect(() => topk(x, 1, 2)).toThrow('topk: dim must be an integer from -2 to 1');
  expect(() => topk(x, 1, 1, { biggest: true } as never)).toThrow('any of largest, sorted');
  expect(() => sort(x, 1, { descending: 1 as never })).toThrow('sort: descending must be true or false');
  expect(() => argsort(null as never)).toThrow('argsort: input must be a Tensor');
});
