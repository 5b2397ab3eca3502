/** Functions of one tensor, element by element. */
import { DTypeError } from '../errors.js';
import { dispatch, dispatchInPlace } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { checkWritable, copy_, to } from './copy.js';
import { checkCast, computeType, floatType } from './promotion.js';

/** `e^x`. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.exp.html */
export function exp(input: Tensor): Tensor {
  return floatFunction('exp', input);
}

/** `2^x`. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.exp2.html */
export function exp2(input: Tensor): Tensor {
  return floatFunction('exp2', input);
}

/** `e^x - 1`, accurate near 0 too. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.expm1.html */
export function expm1(input: Tensor): Tensor {
  return floatFunction('expm1', input);
}

/** The natural logarithm; NaN below 0. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.log.html */
export function log(input: Tensor): Tensor {
  return floatFunction('log', input);
}

/** The logarithm to the base 10; NaN below 0. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.log10.html */
export function log10(input: Tensor): Tensor {
  return floatFunction('log10', input);
}

/** `ln(1 + x)`, accurate near 0 too; NaN below -1. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.log1p.html */
export function log1p(input: Tensor): Tensor {
  return floatFunction('log1p', input);
}

/** The logarithm to the base 2; NaN below 0. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.log2.html */
export function log2(input: Tensor): Tensor {
  return floatFunction('log2', input);
}

/** The cosine of radians. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.cos.html */
export function cos(input: Tensor): Tensor {
  return floatFunction('cos', input);
}

/** The sine of radians. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.sin.html */
export function sin(input: Tensor): Tensor {
  return floatFunction('sin', input);
}

/** `1 / x`. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.reciprocal.html */
export function reciprocal(input: Tensor): Tensor {
  return floatFunction('reciprocal', input);
}

/** `1 / sqrt(x)`; NaN below 0. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.rsqrt.html */
export function rsqrt(input: Tensor): Tensor {
  return floatFunction('rsqrt', input);
}

/** `1 / (1 + e^-x)`. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.sigmoid.html */
export function sigmoid(input: Tensor): Tensor {
  return floatFunction('sigmoid', input);
}

/** The square root; NaN below 0. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.sqrt.html */
export function sqrt(input: Tensor): Tensor {
  return floatFunction('sqrt', input);
}

/** The hyperbolic tangent. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.tanh.html */
export function tanh(input: Tensor): Tensor {
  return floatFunction('tanh', input);
}

/** The absolute value. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.abs.html */
export function abs(input: Tensor): Tensor {
  return numberFunction('abs', input);
}

/** The smallest integer that is not below x. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.ceil.html */
export function ceil(input: Tensor): Tensor {
  return numberFunction('ceil', input);
}

/** The largest integer that is not above x. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.floor.html */
export function floor(input: Tensor): Tensor {
  return numberFunction('floor', input);
}

/** `-x`. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.neg.html */
export function neg(input: Tensor): Tensor {
  return numberFunction('neg', input);
}

/** The nearest integer, of two the even one. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.round.html */
export function round(input: Tensor): Tensor {
  return numberFunction('round', input);
}

/** -1 below 0, 1 above, 0 for 0 and for NaN. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.sign.html */
export function sign(input: Tensor): Tensor {
  return numberFunction('sign', input);
}

/** x without its fraction. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.trunc.html */
export function trunc(input: Tensor): Tensor {
  return numberFunction('trunc', input);
}

/** `x * x`; of bool int64. @see https://pytorch.org/docs/stable/generated/torch.square.html */
export function square(input: Tensor): Tensor {
  checkTensor('square', 'input', input);
  const x = input.dtype === 'bool' ? to(input, 'int64') : input;
  const { shape, dtype } = x;
  const operand = to(x, computeType(dtype));
  return to(dispatch('mul', {}, [operand, operand], [{ shape, dtype: operand.dtype }])[0], dtype);
}

// In place.

/**
 * {@link abs}, written over `input`, whose base changes where it is a view.
 *
 * @returns `input`
 * @throws DTypeError for bool
 */
export function abs_(input: Tensor): Tensor {
  return numberFunction_('abs', input);
}

/** {@link ceil}, written over `input`, as {@link abs_}. */
export function ceil_(input: Tensor): Tensor {
  return numberFunction_('ceil', input);
}

/** {@link cos}, written over `input`. @throws DTypeError for integers and bool */
export function cos_(input: Tensor): Tensor {
  return floatFunction_('cos', input);
}

/** {@link exp}, written over `input`. @throws DTypeError for integers and bool */
export function exp_(input: Tensor): Tensor {
  return floatFunction_('exp', input);
}

/** {@link exp2}, written over `input`. @throws DTypeError for integers and bool */
export function exp2_(input: Tensor): Tensor {
  return floatFunction_('exp2', input);
}

/** {@link expm1}, written over `input`. @throws DTypeError for integers and bool */
export function expm1_(input: Tensor): Tensor {
  return floatFunction_('expm1', input);
}

/** {@link floor}, written over `input`, as {@link abs_}. */
export function floor_(input: Tensor): Tensor {
  return numberFunction_('floor', input);
}

/** {@link log}, written over `input`. @throws DTypeError for integers and bool */
export function log_(input: Tensor): Tensor {
  return floatFunction_('log', input);
}

/** {@link log10}, written over `input`. @throws DTypeError for integers and bool */
export function log10_(input: Tensor): Tensor {
  return floatFunction_('log10', input);
}

/** {@link log1p}, written over `input`. @throws DTypeError for integers and bool */
export function log1p_(input: Tensor): Tensor {
  return floatFunction_('log1p', input);
}

/** {@link log2}, written over `input`. @throws DTypeError for integers and bool */
export function log2_(input: Tensor): Tensor {
  return floatFunction_('log2', input);
}

/** {@link neg}, written over `input`, as {@link abs_}. */
export function neg_(input: Tensor): Tensor {
  return numberFunction_('neg', input);
}

/** {@link reciprocal}, written over `input`. @throws DTypeError for integers and bool */
export function reciprocal_(input: Tensor): Tensor {
  return floatFunction_('reciprocal', input);
}

/** {@link round}, written over `input`, as {@link abs_}. */
export function round_(input: Tensor): Tensor {
  return numberFunction_('round', input);
}

/** {@link rsqrt}, written over `input`. @throws DTypeError for integers and bool */
export function rsqrt_(input: Tensor): Tensor {
  return floatFunction_('rsqrt', input);
}

/** {@link sigmoid}, written over `input`. @throws DTypeError for integers and bool */
export function sigmoid_(input: Tensor): Tensor {
  return floatFunction_('sigmoid', input);
}

/** {@link sign}, written over `input`, as {@link abs_}. */
export function sign_(input: Tensor): Tensor {
  return numberFunction_('sign', input);
}

/** {@link sin}, written over `input`. @throws DTypeError for integers and bool */
export function sin_(input: Tensor): Tensor {
  return floatFunction_('sin', input);
}

/** {@link sqrt}, written over `input`. @throws DTypeError for integers and bool */
export function sqrt_(input: Tensor): Tensor {
  return floatFunction_('sqrt', input);
}

/** {@link tanh}, written over `input`. @throws DTypeError for integers and bool */
export function tanh_(input: Tensor): Tensor {
  return floatFunction_('tanh', input);
}

/** {@link trunc}, written over `input`, as {@link abs_}. */
export function trunc_(input: Tensor): Tensor {
  return numberFunction_('trunc', input);
}

/** A function that has values between the integers. */
function floatFunction(op: string, input: Tensor): Tensor {
  checkTensor(op, 'input', input);
  return evaluate(op, to(input, floatType(input.dtype)));
}

/** A function that leads from integers to integers. */
function numberFunction(op: string, input: Tensor): Tensor {
  checkTensor(op, 'input', input);
  if (input.dtype === 'bool') throw new DTypeError(op, 'input', 'numbers (see to())', 'bool');
  return evaluate(op, input);
}

function evaluate(op: string, input: Tensor): Tensor {
  const { shape, dtype } = input;
  const operand = to(input, computeType(dtype));
  return to(dispatch(op, {}, [operand], [{ shape, dtype: operand.dtype }])[0], dtype);
}

/** As {@link floatFunction}, written over `input`. */
function floatFunction_(op: string, input: Tensor): Tensor {
  checkWritable(`${op}_`, input);
  checkCast(`${op}_`, floatType(input.dtype), input.dtype);
  return evaluate_(op, input);
}

/** @internal As {@link numberFunction}, written over `input`. */
function numberFunction_(op: string, input: Tensor): Tensor {
  checkWritable(`${op}_`, input);
  if (input.dtype === 'bool') throw new DTypeError(`${op}_`, 'input', 'numbers (see to())', 'bool');
  return evaluate_(op, input);
}

function evaluate_(op: string, input: Tensor): Tensor {
  if (computeType(input.dtype) !== input.dtype) return copy_(input, evaluate(op, input));
  dispatchInPlace(op, {}, [input], input);
  return input;
}
