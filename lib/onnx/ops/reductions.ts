/** Sums, means, largest elements and their like over axes. */
import * as F from '../../functional/index.js';
import type { Dims, ReduceOptions } from '../../functional/reduction.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { OnnxNode } from '../node.js';
import { axisOf, integersOf, type Operator, type Operators, operator, vector } from '../operator.js';

type Reduce = (x: Tensor, dims: Dims, options: ReduceOptions) => Tensor;

/** @param since from which opset on the axes are an input */
function reduction(since: number, compute: Reduce): Operator {
  return operator<[Tensor, Tensor | undefined]>([1, 2], (node) => {
    const keepdim = node.flag('keepdims', true);
    const noop = node.flag('noop_with_empty_axes', false);
    const fixed = node.opset < since ? node.ints('axes', []) : [];
    return (x, axesTensor) => {
      const axes = axesTensor === undefined ? fixed : integersOf(axesTensor);
      if (axes.length === 0 && noop)
        return compute(x.reshape([...x.shape, 1]), [x.ndim], { keepdim: false }).to(x.dtype);
      const all = axes.length === 0 ? x.shape.map((_, d) => d) : axes.map((axis) => axisOf(axis, x.ndim));
      return compute(x, all, { keepdim }).to(x.dtype);
    };
  });
}

/** The product is over one dimension at a time. */
function product(x: Tensor, dims: Dims, { keepdim = false }: ReduceOptions): Tensor {
  return [...(dims as readonly number[])]
    .sort((a, b) => b - a)
    .reduce((result, dim) => F.prod(result, dim, { keepdim }), x);
}

function mean(x: Tensor, dims: Dims, options: ReduceOptions): Tensor {
  return F.mean(x.dtype === 'float32' ? x : x.to('float64'), dims, options);
}

function sumOf(each: (x: Tensor) => Tensor): Reduce {
  return (x, dims, options) => F.sum(each(x), dims, options);
}

function logSumExp(x: Tensor, dims: Dims, options: ReduceOptions): Tensor {
  return F.logsumexp(x, dims, options);
}

/** The index of the largest or smallest element along an axis, the first or the last of equal ones. */
function argExtremum(compute: typeof F.argmax): Operator {
  return operator<[Tensor]>(1, (node) => {
    const axis = node.int('axis', 0);
    const keepdim = node.flag('keepdims', true);
    const takesLast = node.flag('select_last_index', false);
    return (x) => {
      const dim = axisOf(axis, x.ndim);
      if (!takesLast) return compute(x, dim, { keepdim });
      const fromBehind = compute(F.flip(x, [dim]), dim, { keepdim });
      return F.add(F.neg(fromBehind), (x.shape[dim] as number) - 1);
    };
  });
}

export const reductions: Operators = {
  ReduceSum: reduction(13, F.sum),
  ReduceMean: reduction(18, mean),
  ReduceMax: reduction(18, F.amax),
  ReduceMin: reduction(18, F.amin),
  ReduceProd: reduction(18, product),
  ReduceL1: reduction(18, sumOf(F.abs)),
  ReduceL2: reduction(18, (x, dims, options) => F.sqrt(F.sum(F.square(x), dims, options))),
  ReduceSumSquare: reduction(18, sumOf(F.square)),
  ReduceLogSum: reduction(18, (x, dims, options) => F.log(F.sum(x, dims, options))),
  ReduceLogSumExp: reduction(18, logSumExp),
  ArgMax: argExtremum(F.argmax),
  ArgMin: argExtremum(F.argmin),
  TopK: operator<[Tensor, Tensor | undefined]>(
    [1, 2],
    (node: OnnxNode) => {
      const axis = node.int('axis', -1);
      const largest = node.flag('largest', true);
      const sorted = node.flag('sorted', true);
      if (node.opset >= 10) node.requireInputs(2);
      const fixed = node.opset < 10 ? node.int('k') : 0;
      return (x, count = vector([fixed])) => {
        const [k = 0] = integersOf(count);
        const { values, indices } = F.topk(x, k, axisOf(axis, x.ndim), { largest, sorted });
        return [values, indices];
      };
    },
    2,
  ),
};
