import { describe, expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../lib/errors.js';
import { functional, type Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const { chunk, flip, movedim, repeat, roll, split, stack, tile, unbind } = functional;

const fixture = readFixture<{
  lists: Record<string, RecordedTensor[]>;
  tensors: Record<string, RecordedTensor>;
}>('rearrange');

const x = tensor(
  Float32Array.from({ length: 24 }, (_, i) => i),
  { shape: [2, 3, 4] },
);
const y = x.permute(2, 0, 1);
const none = x.slice(0, 0, 0);

const lists: Record<string, () => Tensor[]> = {
  split: () => x.split(2, 1),
  splitSizes: () => x.split([1, 0, 3], -1),
  splitNothing: () => none.split(2, 0),
  chunk: () => x.chunk(3, 2),
  chunkEmpty: () => none.chunk(2),
  unbind: () => y.unbind(1),
};

const tensors: Record<string, () => Tensor> = {
  stack: () => stack([x.select(0, 0), x.select(0, 1).mul(2)]),
  stackLast: () => stack([y, y], -1),
  stackPromoted: () => stack([tensor(1n), tensor(0.5)]),
  movedim: () => x.movedim(-1, 0),
  movedims: () => x.movedim([0, 1], [2, 0]),
  flip: () => x.flip(1),
  flipAll: () => y.flip(0, -1, 1),
  flipExpanded: () => x.slice(1, 0, 1).expand(2, 5, 4).flip([1, 2]),
  flipNone: () => x.flip([]),
  flipScalar: () => tensor(3).flip(0),
  flipEmpty: () => none.flip(0),
  roll: () => x.roll(5, 2),
  rollFlat: () => y.roll(-7),
  rollTwo: () => x.roll([1, -1], [0, 1]),
  rollEmpty: () => none.roll(1, 0),
  repeat: () => y.repeat(2, 1, 3),
  repeatInFront: () => tensor([1n, 2n]).repeat([2, 3, 2]),
  repeatNever: () => x.repeat(1, 0, 1),
  repeatOnce: () => x.repeat(1, 1, 1),
  tile: () => tensor([[1n], [2n]]).tile(3),
};

test.each(Object.entries(fixture.tensors))('%s equals PyTorch', (name, expected) => {
  const result = (tensors[name] as () => Tensor)();
  expect(relativeError(result.contiguous(), toTensor(expected))).toBe(0);
});

test.each(Object.entries(fixture.lists))('%s equals PyTorch', (name, expected) => {
  const results = (lists[name] as () => Tensor[])();
  expect(results.length).toBe(expected.length);
  results.forEach((result, i) => {
    expect(relativeError(result.contiguous(), toTensor(expected[i] as RecordedTensor))).toBe(0);
  });
});

test('pieces and moved dimensions are views, flipped, rolled and repeated tensors copies', () => {
  for (const view of [...x.split(1), ...x.chunk(2, 1), ...x.unbind(), x.movedim(0, 1)])
    expect(view.storage).toBe(x.storage);
  for (const copy of [x.flip([]), x.roll(0), x.roll([0], [0]), x.repeat(1, 1, 1), x.tile(1)])
    expect(copy.storage).not.toBe(x.storage);
});

test('large tensors and every size of element are flipped whole', () => {
  for (const dtype of ['float64', 'float32', 'float16', 'uint8', 'bool'] as const) {
    const large = x.to(dtype).repeat(40, 41, 1);
    expect(large.flip(0, 2).flip(2, 0).equal(large)).toBe(true);
    expect(large.flip(0, 1, 2).reshape(-1).select(0, 0).item()).toBe(large.reshape(-1).select(0, -1).item());
  }
});

describe('bad arguments are refused by name', () => {
  test.each<[string, () => unknown]>([
    ['split', () => split(x, 0)],
    ['split', () => split(x, null as never)],
    ['split', () => split(x, [1.5, 0.5])],
    ['split', () => split(null as never, 1)],
    ['chunk', () => chunk(x, 0)],
    ['unbind', () => unbind(x, 3)],
    ['stack', () => stack([])],
    ['stack', () => stack([x, null as never])],
    ['movedim', () => movedim(x, [0, 0], [0, 1])],
    ['movedim', () => movedim(x, [0, 1], 0)],
    ['flip', () => flip(x, [0, -3])],
    ['flip', () => flip(x, null as never)],
    ['roll', () => roll(x, 0.5)],
    ['roll', () => roll(x, [1, 2])],
    ['roll', () => roll(x, 1, [0, 1])],
    ['repeat', () => repeat(x, [1, 1, -1])],
    ['repeat', () => repeat(x, 2 as never)],
    ['tile', () => tile(x, Number.NaN as never)],
  ])('%s', (name, act) => {
    expect(act).toThrow(ArgumentError);
    expect(act).toThrow(`${name}: `);
  });

  test('shapes that do not fit are named', () => {
    expect(() => split(x, [1, 1], 1)).toThrow(/must add up to 3.*\[2, 3, 4\]/);
    expect(() => unbind(zeros([]))).toThrow(ShapeError);
    expect(() => stack([x, y])).toThrow(/\[2, 3, 4\] and \[4, 2, 3\]/);
    expect(() => repeat(x, [2, 2])).toThrow(ShapeError);
  });
});
