/** Arithmetic, comparisons, logic and functions of each element. */
import * as F from '../../functional/index.js';
import { type DType, isFloatingPoint } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import { Unsupported } from '../node.js';
import {
  axisOf,
  integersOf,
  isKnown,
  numberOf,
  type Operator,
  type Operators,
  operator,
  plain,
  unsupported,
} from '../operator.js';

type Binary = (a: Tensor, b: Tensor) => Tensor;

/** Two tensors whose shapes broadcast. Before opset 7 that had to be asked for, from an axis of choice. */
function binary(compute: Binary): Operator {
  return operator<[Tensor, Tensor]>(2, (node) => {
    if (node.opset >= 7) return compute;
    const axis = node.flag('broadcast', false) ? node.int('axis', null) : null;
    return (a, b) => compute(a, axis === null ? b : alignedAt(axisOf(axis, a.ndim), a, b));
  });
}

/** The second operand of old arithmetic, its first dimension at `axis` of the first operand. */
function alignedAt(axis: number, a: Tensor, b: Tensor): Tensor {
  return b.reshape([...b.shape, ...new Array<number>(Math.max(0, a.ndim - axis - b.ndim)).fill(1)]);
}

/** Any number of tensors, taken together two by two. */
function variadic(compute: Binary): Operator {
  return operator<Tensor[]>(
    [1, Number.POSITIVE_INFINITY],
    () =>
      (...tensors) =>
        tensors.reduce((a, b) => compute(a, b)),
  );
}

/** Integers are divided towards 0. */
function divide(a: Tensor, b: Tensor): Tensor {
  return isFloatingPoint(a.dtype) ? F.div(a, b) : F.div(a, b, { roundingMode: 'trunc' });
}

/** What is left of a division towards 0, with the sign of the dividend. */
function fmod(a: Tensor, b: Tensor): Tensor {
  return F.sub(a, F.mul(F.div(a, b, { roundingMode: 'trunc' }), b));
}

/** The power has the dtype of its base. */
function power(base: Tensor, exponent: Tensor): Tensor {
  const simple = isKnown(exponent) && exponent.numel() === 1 && exponent.ndim <= base.ndim;
  const computed = simple ? F.pow(base, numberOf(exponent)) : F.pow(base, exponent);
  return computed.to(base.dtype);
}

/** Bounds are numbers where they are known, which needs no tensors as large as the input. */
function bound(limit: Tensor | undefined): Tensor | number | undefined {
  return limit !== undefined && isKnown(limit) ? numberOf(limit) : limit;
}

function clip(x: Tensor, low: Tensor | number | undefined, high: Tensor | number | undefined): Tensor {
  const atLeast = low === undefined || low === Number.NEGATIVE_INFINITY ? x : F.maximum(x, low);
  if (low === undefined && high === undefined) return x;
  if (typeof low === 'number' && typeof high === 'number' && isFloatingPoint(x.dtype))
    return F.clamp(x, { min: low, max: high });
  return high === undefined ? atLeast : F.minimum(atLeast, high);
}

/** A copy in another dtype. Floats are cut to integers, as everywhere. */
function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : x.to(dtype);
}

/** By the positive side, where no digits cancel: `x + sqrt(x^2 + 1) = 1 + x + x^2 / (1 + sqrt(x^2 + 1))`. */
function asinh(x: Tensor): Tensor {
  const [positive, squared] = [F.abs(x), F.square(x)];
  const beyondOne = F.add(positive, F.div(squared, F.add(F.sqrt(F.add(squared, 1)), 1)));
  return F.mul(F.sign(x), F.log1p(beyondOne));
}

const roundings = { Ceil: F.ceil, Floor: F.floor, Round: F.round };

export const elementwise: Operators = {
  Add: binary(F.add),
  Sub: binary(F.sub),
  Mul: binary(F.mul),
  Div: binary(divide),
  Pow: binary(power),
  Mod: operator<[Tensor, Tensor]>(2, (node) => (node.flag('fmod', false) ? fmod : F.remainder)),
  Max: variadic(F.maximum),
  Min: variadic(F.minimum),
  Sum: variadic(F.add),
  Mean: operator<Tensor[]>(
    [1, Number.POSITIVE_INFINITY],
    () =>
      (...tensors) =>
        F.div(
          tensors.reduce((a, b) => F.add(a, b)),
          tensors.length,
        ),
  ),

  And: binary(F.logicalAnd),
  Or: binary(F.logicalOr),
  Xor: binary(F.logicalXor),
  Not: plain<[Tensor]>(1, F.logicalNot),
  Equal: binary(F.eq),
  Greater: binary(F.gt),
  GreaterOrEqual: binary(F.ge),
  Less: binary(F.lt),
  LessOrEqual: binary(F.le),
  Where: plain<[Tensor, Tensor, Tensor]>(3, F.where),
  IsNaN: plain<[Tensor]>(1, F.isnan),
  IsInf: operator<[Tensor]>(1, (node) => {
    const positive = node.flag('detect_positive', true);
    const negative = node.flag('detect_negative', true);
    if (positive && negative) return F.isinf;
    if (!positive && !negative) return (x) => F.logicalAnd(F.isinf(x), F.isnan(x));
    return (x) => F.logicalAnd(F.isinf(x), positive ? F.gt(x, 0) : F.lt(x, 0));
  }),

  Abs: plain<[Tensor]>(1, F.abs),
  Neg: plain<[Tensor]>(1, F.neg),
  Sign: plain<[Tensor]>(1, F.sign),
  Reciprocal: plain<[Tensor]>(1, F.reciprocal),
  Sqrt: plain<[Tensor]>(1, F.sqrt),
  Exp: plain<[Tensor]>(1, F.exp),
  Log: plain<[Tensor]>(1, F.log),
  Sin: plain<[Tensor]>(1, F.sin),
  Cos: plain<[Tensor]>(1, F.cos),
  Tan: plain<[Tensor]>(1, (x) => F.div(F.sin(x), F.cos(x))),
  Sinh: plain<[Tensor]>(1, (x) => F.mul(F.sub(F.exp(x), F.exp(F.neg(x))), 0.5)),
  Cosh: plain<[Tensor]>(1, (x) => F.mul(F.add(F.exp(x), F.exp(F.neg(x))), 0.5)),
  Asinh: plain<[Tensor]>(1, asinh),
  Acosh: plain<[Tensor]>(1, (x) => F.log(F.add(x, F.sqrt(F.sub(F.square(x), 1))))),
  Atanh: plain<[Tensor]>(1, (x) => F.mul(F.sub(F.log1p(x), F.log1p(F.neg(x))), 0.5)),
  ...Object.fromEntries(
    Object.entries(roundings).map(([name, compute]) => [name, plain<[Tensor]>(1, compute)]),
  ),

  Clip: operator<[Tensor, Tensor | undefined, Tensor | undefined]>([1, 3], (node) => {
    if (node.opset >= 11) return (x, low, high) => clip(x, bound(low), bound(high));
    const [low, high] = [node.float('min', undefined), node.float('max', undefined)];
    return (x) => clip(x, low, high);
  }),

  Cast: operator<[Tensor]>(1, (node) => {
    const dtype = node.dtype('to');
    return (x) => cast(x, dtype);
  }),
  CastLike: plain<[Tensor, Tensor]>(2, (x, like) => cast(x, like.dtype)),
  Identity: plain<[Tensor]>(1, (x) => x),
  CumSum: operator<[Tensor, Tensor]>(2, (node) => {
    const exclusive = node.flag('exclusive', false);
    const reverse = node.flag('reverse', false);
    return (x, axisTensor) => {
      const axis = axisOf(integersOf(axisTensor)[0] ?? 0, x.ndim);
      const source = reverse ? F.flip(x, [axis]) : x;
      const sums = F.cumsum(source, axis).to(x.dtype);
      const shifted = exclusive ? F.sub(sums, source) : sums;
      return reverse ? F.flip(shifted, [axis]) : shifted;
    };
  }),
  Dropout: operator<[Tensor, Tensor | undefined, Tensor | undefined]>(
    [1, 3],
    (node) => {
      if (node.opset < 7 && !node.flag('is_test', false) && node.has('is_test'))
        throw new Unsupported('in training mode');
      return (x, _ratio, training) => {
        if (training !== undefined && numberOf(training) !== 0) throw unsupported('Dropout in training mode');
        return [x, F.eq(x, x).to('bool')];
      };
    },
    2,
  ),
};
