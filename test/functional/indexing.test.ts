import { expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { arange, eye, functional, linspace, ones, type Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const fixture =
  readFixture<Record<'index' | 'picked' | 'sequences', Record<string, RecordedTensor>>>('indexing');
const { gather, indexSelect, maskedSelect, nonzero, oneHot, scatter, take, takeAlongDim } = functional;

const int = (data: number[] | number[][] | number[][][] | number) => tensor(data, { dtype: 'int64' });
const x = arange(24, { dtype: 'float32' }).view(2, 3, 4);
const rows = int([1, 0, -1]);
const pairs = int([
  [0, 2],
  [1, -1],
]);
const mask = x.remainder(5).lt(2);
const spread = int([[[2, 0, 1, 1]], [[0, 0, 2, 1]]]);
const columns = int([
  [[3], [0], [1]],
  [[2], [2], [0]],
]);

const indexed: Record<string, (x: Tensor) => Tensor> = {
  list: (x) => x.index(int([1, 0, -1])),
  listMiddle: (x) => x.index(null, rows),
  listLast: (x) => x.index(null, undefined, rows),
  pairs: (x) => x.index(null, pairs),
  together: (x) => x.index(null, pairs, int([3, 0])),
  apart: (x) => x.index(int([0, 1]), null, pairs),
  all: (x) => x.index(int([[0], [1]]), rows, int(2)),
  number: (x) => x.index(null, 1, rows),
  numberBetween: (x) => x.index(int([1, 0]), 2, int([0, 3])),
  mask: (x) => x.index(mask),
  maskFirst: (x) => x.index(tensor([false, true])),
  maskLast: (x) => x.index(null, tensor([true, false, true])),
  maskPlane: (x) => x.index(null, mask.select(0, 0)),
  maskAndList: (x) => x.index(tensor([true, true]), int([0, 2])),
  scalar: (x) => x.index(int(1)),
  empty: (x) => x.index(null, int([])),
  none: (x) => x.index(zeros([2, 3, 4], { dtype: 'bool' })),
};
const picked: Record<string, (x: Tensor) => Tensor> = {
  gather0: (x) => x.gather(0, int([[[1, 0, 1]]])),
  gather1: (x) => x.gather(1, spread),
  gather2: (x) => x.gather(-1, columns),
  takeAlongDim: (x) => x.takeAlongDim(int([[[2], [0]]]), 1),
  takeAlongFlat: (x) =>
    x.takeAlongDim(
      int([
        [5, 0],
        [23, 7],
      ]),
    ),
  indexSelect: (x) => x.indexSelect(1, int([2, 0, 2])),
  take: (x) =>
    x.take(
      int([
        [-1, 0],
        [7, -24],
      ]),
    ),
  maskedSelect: (x) => x.maskedSelect(tensor([[true], [false], [true]])),
  nonzero: (x) => x.remainder(5).lt(2).nonzero(),
  nonzeroScalar: () => nonzero(tensor(5)),
  scatter: (x) => zeros([2, 3, 4]).scatter_(1, spread, x.narrow(1, 1, 2).add(1)),
  scatterValue: () => zeros([2, 3, 4]).scatter(2, columns, 9),
  scatterOuter: (x) =>
    zeros([3, 4]).scatter_(
      0,
      int([
        [0, 1, 2, 0],
        [2, 0, 0, 1],
      ]),
      x.select(0, 0),
    ),
  oneHot: () =>
    oneHot(
      int([
        [0, 2],
        [1, 0],
      ]),
    ),
  oneHotWide: () => oneHot(int([1]), 4),
  tril: (x) => x.tril(),
  trilUp: (x) => x.tril(1),
  triu: (x) => x.triu(),
  triuDown: (x) => x.triu(-1),
};
const sequences: Record<string, () => Tensor> = {
  arange: () => arange(5),
  arangeStep: () => arange(7, -2, -3),
  arangeFraction: () => arange(0.5, 2, 0.3),
  arangeEmpty: () => arange(3, 3),
  arangeBytes: () => arange(2, 6, 1, { dtype: 'uint8' }),
  arangeFloat: () => arange(3, { dtype: 'float64' }),
  linspace: () => linspace(-1, 2, 8),
  linspaceOne: () => linspace(3, 9, 1),
  linspaceInteger: () => linspace(0, 10, 4, { dtype: 'int64' }),
  eye: () => eye(3),
  eyeWide: () => eye(2, 4, { dtype: 'int64' }),
  eyeTall: () => eye(4, 2),
};

test.each(Object.entries(fixture.index))('index as in x[%s], of views too', (name, expected) => {
  const act = indexed[name] as (x: Tensor) => Tensor;
  expect(relativeError(act(x), toTensor(expected))).toBe(0);
  const viewed = x.permute(2, 0, 1).contiguous().permute(1, 2, 0);
  expect(relativeError(act(viewed), toTensor(expected))).toBe(0);
});

test.each(Object.entries(fixture.picked))('%s, of views too', (name, expected) => {
  const act = picked[name] as (x: Tensor) => Tensor;
  const recorded = toTensor(expected);
  expect(relativeError(act(x), recorded)).toBe(0);
  const viewed = x.permute(2, 0, 1).contiguous().permute(1, 2, 0);
  expect(relativeError(act(viewed), recorded)).toBe(0);
});

test.each(Object.entries(fixture.sequences))('%s', (name, expected) => {
  expect(relativeError((sequences[name] as () => Tensor)(), toTensor(expected))).toBeLessThan(1e-7);
});

test('elements of every size are picked and put', () => {
  for (const dtype of [
    'bool',
    'int8',
    'uint8',
    'int16',
    'float16',
    'bfloat16',
    'int32',
    'int64',
    'float64',
  ] as const) {
    const y = tensor([1, 0, 1, 1], { dtype });
    for (const result of [y.gather(0, int([1, 3])), y.index(int([1, -1])), y.indexSelect(0, int([1, 3]))]) {
      expect(result.dtype).toBe(dtype);
      expect(result.to('float32').toArray()).toEqual([0, 1]);
    }
    expect(
      zeros([3], { dtype })
        .scatter_(0, int([2]), y.narrow(0, 0, 1))
        .to('float32')
        .toArray(),
    ).toEqual([0, 0, 1]);
  }
});

test('0-d tensors count as having one element', () => {
  expect(
    tensor(3)
      .gather(0, int([0, 0]))
      .toArray(),
  ).toEqual([3, 3]);
  expect(tensor(3).gather(0, int(0)).item()).toBe(3);
  expect(tensor(3).indexSelect(0, int(0)).item()).toBe(3);
  expect(tensor(3).scatter_(0, int(0), 4).item()).toBe(4);
});

test('indices without tensors give a view', () => {
  const base = zeros([2, 3]);
  base.index(1, null).fill_(5);
  expect(base.toArray()).toEqual([
    [0, 0, 0],
    [5, 5, 5],
  ]);
});

test('scatter_ writes through views, reads its source as it was, and the last of several stays', () => {
  const base = zeros([3, 4]);
  base.t().scatter_(0, int([[3, 0, 1]]), ones([1, 3]));
  expect(base.toArray()).toEqual([
    [0, 0, 0, 1],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
  ]);
  const y = tensor([1, 2, 3]);
  expect(y.scatter_(0, int([1, 2, 0]), y).toArray()).toEqual([3, 1, 2]);
  expect(
    zeros([2])
      .scatter_(0, int([1, 1, 1]), tensor([7, 8, 9]))
      .toArray(),
  ).toEqual([0, 9]);
  const kept = zeros([2]);
  expect(scatter(kept, 0, int([0]), 1).toArray()).toEqual([1, 0]);
  expect(kept.toArray()).toEqual([0, 0]);
});

test('large tensors are picked from in every thread alike', () => {
  const y = arange(300_000, { dtype: 'float32' });
  const backwards = arange(299_999, -1, -1);
  expect(y.indexSelect(0, backwards).equal(y.flip(0))).toBe(true);
  expect(y.gather(0, backwards).equal(y.flip(0))).toBe(true);
  expect(
    y
      .view(300, 1000)
      .index(null, arange(999, -1, -1))
      .equal(y.view(300, 1000).flip(1)),
  ).toBe(true);
  expect(y.gt(100).nonzero().select(1, 0).equal(arange(101, 300_000))).toBe(true);
});

test('an index out of range is refused with its dimension, and negative ones where PyTorch refuses them', () => {
  const y = ones([2, 3]);
  expect(() => y.gather(1, int([[3]]))).toThrow(
    'gather: index must be of integers from 0 to 2, as dimension 1 has size 3, received 3',
  );
  expect(() => y.gather(0, int([[-1]]))).toThrow('received -1');
  expect(() => y.indexSelect(1, int([-1]))).toThrow('indexSelect: index must be of integers from 0 to 2');
  expect(() => y.take(int([6]))).toThrow(
    'integers from -6 to 5, as the flattened input has size 6, received 6',
  );
  expect(() => y.index(int([2]))).toThrow(
    'index: index must be of integers from -2 to 1, as dimension 0 has size 2',
  );
  expect(() => y.index(null, -4)).toThrow('integers from -3 to 2, as dimension 1 has size 3, received -4');
  expect(() => y.scatter_(0, int([[2]]), 1)).toThrow('scatter_: index must be');
  expect(() => y.takeAlongDim(int([[-1]]), 1)).toThrow('takeAlongDim: index must be');
  expect(() => zeros([0]).take(int([0]))).toThrow('index must be empty, as the flattened input has size 0');
  expect(() => oneHot(int([0, 2]), 2)).toThrow('oneHot: index must be');
});

test('other arguments are refused by name', () => {
  const y = ones([2, 3]);
  expect(() => gather(y, 0, ones([1, 1]))).toThrow(DTypeError);
  expect(() => gather(y, 0, int([0]))).toThrow('index of shape [1] and input of shape [2, 3]');
  expect(() => gather(y, 0, zeros([3, 4], { dtype: 'int64' }))).toThrow(
    'must not exceed input of shape [2, 3] but for',
  );
  expect(() => y.scatter_(0, int([[0, 0]]), ones([1, 1]))).toThrow(
    'in no dimension exceed source of shape [1, 1]',
  );
  expect(() => y.scatter_(0, int([[0]]), int([[1]]))).toThrow(
    'scatter_: source must be float32, as the input is',
  );
  expect(() => y.scatter_(0, int([[0]]), '1' as never)).toThrow('source must be a Tensor or a number');
  expect(() =>
    ones([1])
      .expand(3)
      .scatter_(0, int([0]), 1),
  ).toThrow('expanded view');
  expect(() => indexSelect(y, 0, int([[0]]))).toThrow(ShapeError);
  expect(() => indexSelect(y, 2, int([0]))).toThrow('dim must be an integer from -2 to 1');
  expect(() => take(y, ones([1]))).toThrow('take: index must be int64');
  expect(() => takeAlongDim(y, int([0]), 0)).toThrow(ShapeError);
  expect(() => maskedSelect(y, y)).toThrow('maskedSelect: mask must be bool');
  expect(() => y.index(tensor([true]))).toThrow('a mask of shape [1] does not fit dimension 0');
  expect(() => y.index(ones([1]))).toThrow('index: indices must be int64 or bool');
  expect(() => y.index(0, 0, 0)).toThrow('for at most 2 dimensions');
  expect(() => y.index(int([0]), int([0]), int([0]))).toThrow('for at most 2 dimensions');
  expect(() => y.index(int([0, 1]), int([0, 1, 2]))).toThrow('[2] and [3] do not broadcast');
  expect(() => y.index('0' as never)).toThrow('indices[0] must be an integer, a Tensor or null');
  expect(ones([2, 2], { dtype: 'bool' }).tril().dtype).toBe('bool');
  expect(() => ones([2]).tril()).toThrow('tril: input must have at least two dimensions');
  expect(() => y.triu(0.5)).toThrow('diagonal must be an integer');
  expect(() => oneHot(int([]))).toThrow('give numClasses');
  expect(() => oneHot(int([0]), 0)).toThrow('numClasses must be');
  expect(() => arange(0, 1, -1)).toThrow(ArgumentError);
  expect(() => arange(0, 1, 0)).toThrow('arange: step must be other than 0');
  expect(() => arange(Number.NaN)).toThrow('end must be a finite number');
  expect(() => linspace(0, 1, -1)).toThrow('steps must be an integer of at least 0');
  expect(() => eye(2, -1)).toThrow('m must be an integer of at least 0');
  expect(() => eye(2, 2, { dtype: 'int' as never })).toThrow('dtype must be one of');
});
