import { expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import type { ReduceOptions } from '../../lib/functional/index.js';
import { full, functional, ones, type Tensor, tensor, zeros } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

type Name = 'x' | 'integers' | 'special';
const fixture = readFixture<
  Record<Name | 'flags', RecordedTensor> & {
    cases: {
      op: 'sum' | 'mean' | 'var' | 'std' | 'amax' | 'amin' | 'logsumexp';
      dims: number[];
      keepdim?: boolean;
      correction?: number;
      output: RecordedTensor;
    }[];
    norms: { p: number | string; input: 'x' | 'special'; dim: number | number[]; output: RecordedTensor }[];
    scans: { op: 'cumsum' | 'cumprod'; input: Name | 'flags'; dim: number; output: RecordedTensor }[];
    extrema: {
      input: Name;
      dim: number;
      op: 'max' | 'min';
      values: RecordedTensor;
      indices: RecordedTensor;
    }[];
    whole: Record<Name, Record<'max' | 'min' | 'argmax' | 'argmin' | 'sum' | 'prod', RecordedTensor>>;
    logical: Record<string, RecordedTensor>;
  }
>('reduce');
const inputs: Record<Name, Tensor> = {
  x: toTensor(fixture.x),
  integers: toTensor(fixture.integers),
  special: toTensor(fixture.special),
};

test.each(fixture.cases)('$op over $dims, keepdim $keepdim, correction $correction', (recorded) => {
  const { op, dims, output, keepdim = false, correction } = recorded;
  const options = correction === undefined ? { keepdim } : { keepdim, correction };
  const expected = toTensor(output);
  expect(relativeError(inputs.x[op](dims, options), expected)).toBeLessThan(1e-6);
  expect(relativeError(inputs.x[op](dims.map((d) => d - 3).reverse(), options), expected)).toBeLessThan(1e-6);
  const viewed = inputs.x.permute(2, 0, 1).contiguous().permute(1, 2, 0);
  expect(relativeError(viewed[op](dims, options), expected)).toBeLessThan(1e-6);
});

test.each(fixture.extrema)('$op of $input along $dim', ({ input, op, dim, values, indices }) => {
  const found = inputs[input][op](dim);
  expect(found.values.toArray()).toEqual(toTensor(values).toArray());
  expect(found.indices.toArray()).toEqual(toTensor(indices).toArray());
  const argument = op === 'max' ? inputs[input].argmax(dim) : inputs[input].argmin(dim);
  expect(argument.toArray()).toEqual(toTensor(indices).toArray());
});

test.each(Object.entries(fixture.whole))('everything of %s', (name, expected) => {
  const x = inputs[name as Name];
  for (const op of ['max', 'min', 'argmax', 'argmin', 'sum', 'prod'] as const) {
    const y = x[op]();
    expect(y.shape).toEqual([]);
    expect(y.dtype).toBe(expected[op].dtype);
    if (op === 'sum' || op === 'prod') expect(relativeError(y, toTensor(expected[op]))).toBeLessThan(1e-6);
    else expect(y.item(), op).toBe(toTensor(expected[op]).item());
  }
});

test('all, any and the sum of flags', () => {
  const flags = toTensor(fixture.flags);
  const actual = {
    all: flags.all(),
    all0: flags.all(0),
    all1: flags.all(1),
    any: flags.any(),
    any1: flags.any(1),
    sum1: flags.sum(1),
    prod1: flags.prod(1),
    amax1: flags.amax(1),
  };
  for (const [name, value] of Object.entries(actual)) {
    expect(value.toArray(), name).toEqual(toTensor(fixture.logical[name] as RecordedTensor).toArray());
    expect(value.dtype).toBe(fixture.logical[name]?.dtype);
  }
  expect(tensor([0, 2]).any().item()).toBe(true);
  expect(tensor([1, 2]).all().item()).toBe(true);
  expect(tensor([1, 2], { dtype: 'uint8' }).all().dtype).toBe('uint8');
});

test.each(fixture.norms)('norm $p of $input over $dim', ({ p, input, dim, output }) => {
  const order = typeof p === 'string' ? Number(p.replace('inf', 'Infinity')) : p;
  const expected = toTensor(output);
  expect(relativeError(inputs[input].norm(order, dim), expected)).toBeLessThan(1e-6);
  expect(relativeError(functional.vectorNorm(inputs[input], order, dim), expected)).toBeLessThan(1e-6);
});

test.each(fixture.scans)('$op of $input along $dim', ({ op, input, dim, output }) => {
  const x = input === 'flags' ? toTensor(fixture.flags) : inputs[input];
  expect(relativeError(x[op](dim), toTensor(output))).toBeLessThan(1e-6);
  const viewed = x.t === undefined || x.ndim !== 2 ? x : x.t().contiguous().t();
  expect(relativeError(viewed[op](dim), toTensor(output))).toBeLessThan(1e-6);
});

test('the variance of large numbers keeps its digits, and goes with the mean', () => {
  const x = tensor([1e4, 1e4 + 1, 1e4 + 2]);
  expect(x.var().item()).toBe(1);
  expect(x.var(0, { unbiased: false }).item()).toBe(Math.fround(2 / 3));
  expect(x.std(0, { correction: 1 }).item()).toBe(1);
  expect(functional.varMean(x).map((y) => y.item())).toEqual([1, 10001]);
  expect(functional.stdMean(x, 0, { keepdim: true }).map((y) => y.shape)).toEqual([[1], [1]]);
  expect(functional.var(x.to('float64')).dtype).toBe('float64');
  expect(x.to('float16').std().dtype).toBe('float16');
  expect(tensor([5]).var().item()).toBeNaN();
  expect(tensor([4, 6]).var(0, { correction: 5 }).item()).toBe(Number.POSITIVE_INFINITY);
  expect(zeros([0, 2]).var(0).toArray()).toEqual([Number.NaN, Number.NaN]);
  expect(() => tensor([1n]).var()).toThrow(DTypeError);
  expect(() => x.var(0, { correction: -1 })).toThrow('var: correction must be an integer of at least 0');
  expect(() => x.std(0, { correction: 1, unbiased: true })).toThrow('absent where unbiased is given');
  expect(() => x.std(0, { ddof: 1 } as never)).toThrow('std: options must be');
});

test('a row has the same variance alone and among others', () => {
  const x = tensor(
    Float32Array.from({ length: 3 * 1003 }, (_, i) => Math.sin(i)),
    { shape: [3, 1003] },
  );
  for (const op of ['var', 'sum', 'norm'] as const) {
    const along = (y: Tensor) => (op === 'norm' ? y.norm(2, 1) : y[op](1));
    expect(along(x.narrow(0, 1, 1)).item()).toBe(along(x).select(0, 1).item());
  }
});

test('norms, products and logsumexp of nothing and of infinities', () => {
  const { logsumexp, norm, vectorNorm } = functional;
  const inf = Number.POSITIVE_INFINITY;
  expect(zeros([0]).norm().item()).toBe(0);
  expect(zeros([0]).prod().item()).toBe(1);
  expect(() => zeros([0]).norm(inf)).toThrow(ShapeError);
  expect(logsumexp(zeros([0, 2]), 0).toArray()).toEqual([-inf, -inf]);
  expect(logsumexp(tensor([-inf, -inf]), 0).item()).toBe(-inf);
  expect(logsumexp(tensor([1000, 1000]), 0).item()).toBeCloseTo(1000 + Math.log(2), 3);
  expect(logsumexp(tensor([1n, 1n]), 0).dtype).toBe('float32');
  expect(
    tensor(new Int8Array([2, 100, 2]))
      .prod()
      .item(),
  ).toBe(400);
  expect(tensor(3).cumsum(0).item()).toBe(3);
  expect(() => norm(tensor([1n]))).toThrow(DTypeError);
  expect(() => norm(ones([2]), 'nuc' as never)).toThrow(`p must be a number or 'fro'`);
  expect(() => vectorNorm(ones([2]), Number.NaN)).toThrow('ord must be a number');
});

test('long sums are correct to the last bit', () => {
  const n = 1_000_003;
  expect(full([n], 0.1).sum().item()).toBe(Math.fround(n * Math.fround(0.1)));
  expect(full([3, n], 0.1).mean(1).toArray()).toEqual([0.1, 0.1, 0.1].map(Math.fround));
  expect(full([n, 70], 0.1).slice(0, 0, 5000).mean(0).toArray()).toEqual(
    new Array(70).fill(Math.fround(0.1)),
  );
});

test('indices reach across blocks of columns', () => {
  const x = zeros([5, 600]);
  x.select(1, 599).copy_(tensor([0, 0, 0, 7, 0]));
  const indices = x.argmax(0).toArray() as number[];
  expect(indices[599]).toBe(3);
  expect(indices.slice(0, 599).every((index) => index === 0)).toBe(true);
  expect(x.argmax().item()).toBe(3 * 600 + 599);
  expect(x.t().argmax().item()).toBe(599 * 5 + 3);
});

test('narrow dtypes keep their values', () => {
  const pixels = tensor(new Uint8Array([3, 250, 7]));
  expect(pixels.max().dtype).toBe('uint8');
  expect(pixels.max(0).values.item()).toBe(250);
  expect(pixels.sum().dtype).toBe('int64');
  expect(pixels.sum().item()).toBe(260);
  expect(tensor([1, 2], { dtype: 'float16' }).mean().dtype).toBe('float16');
});

test('sums over nothing are 0, means NaN; nothing has no largest element', () => {
  const empty = zeros([0, 3]);
  expect(empty.sum(0).toArray()).toEqual([0, 0, 0]);
  expect(empty.mean().item()).toBeNaN();
  expect(empty.all().item()).toBe(true);
  expect(empty.any().item()).toBe(false);
  expect(empty.max(1).values.shape).toEqual([0]);
  for (const act of [() => empty.max(), () => empty.max(0), () => empty.argmin()])
    expect(act).toThrow(ShapeError);
  expect(tensor(5).sum().item()).toBe(5);
  expect(tensor(5).max(0).indices.item()).toBe(0);
  expect(tensor(5).argmax(-1).item()).toBe(0);
});

test('bad arguments are refused by name', () => {
  const x = ones([2, 3]);
  const { sum, mean, prod, all, any, max, min, amax, amin, argmax, argmin, std, varMean } = functional;
  type Reduction = (input: Tensor, dim: number, options?: ReduceOptions) => unknown;
  const reductions: Record<string, Reduction> = {
    sum,
    mean,
    prod,
    all,
    any,
    max,
    min,
    amax,
    amin,
    argmax,
    argmin,
  };
  for (const [name, op] of Object.entries({ ...reductions, std, varMean })) {
    expect(() => op(null as never, 0)).toThrow(`${name}: input must be a Tensor, received null`);
    expect(() => op(x, 2)).toThrow(`${name}: dim must be an integer from -2 to 1, received 2`);
    for (const dim of [null, 1.5, Number.NaN, '0']) expect(() => op(x, dim as never)).toThrow(ArgumentError);
    expect(() => op(x, 0, { keepdim: 1 as never })).toThrow('keepdim must be a boolean');
  }
  expect(() => x.sum([0, -2])).toThrow('names no dimension twice');
  expect(() => tensor([1n]).mean()).toThrow(DTypeError);
});
