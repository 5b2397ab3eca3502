/** Arithmetic on two operands, with broadcasting and type promotion. */
import { ArgumentError, DTypeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { scalar } from '../tensor/create.js';
import type { DType } from '../tensor/dtype.js';
import { broadcastShapes } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { checkOperand, computeType, floatType, type Operand, resultType } from './promotion.js';

/**
 * `input + other`, element by element. Shapes broadcast; the dtype is the one that both have in common.
 *
 * @param input a tensor
 * @param other a tensor whose shape broadcasts with the input's, or a number
 * @throws ShapeError when the shapes do not broadcast
 * @example add(tensor([1, 2]), 3) // [4, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.add.html
 */
export function add(input: Tensor, other: Operand): Tensor {
  return arithmetic('add', input, other);
}

/** `input - other`, as {@link add}. bool is refused, as in PyTorch. */
export function sub(input: Tensor, other: Operand): Tensor {
  refuseBool('sub', input, other);
  return arithmetic('sub', input, other);
}

/** `input * other`, as {@link add}. */
export function mul(input: Tensor, other: Operand): Tensor {
  return arithmetic('mul', input, other);
}

/** `input / other`, as {@link add}; integers are divided as float32. */
export function div(input: Tensor, other: Operand): Tensor {
  return arithmetic('div', input, other, floatType);
}

/**
 * `input` to the power of `other`, as {@link add}.
 *
 * @throws ArgumentError for a negative number as the exponent of integers
 * @see https://pytorch.org/docs/stable/generated/torch.pow.html
 */
export function pow(input: Tensor, other: Operand): Tensor {
  refuseBool('pow', input, other);
  if (typeof other === 'number' && other < 0 && computeType(resultType(input, other)) === 'int64')
    throw new ArgumentError('pow', 'other', 'at least 0 where the input has an integer dtype', other);
  return arithmetic('pow', input, other);
}

/** The larger of `input` and `other`, NaN where either is, as {@link add}. */
export function maximum(input: Tensor, other: Operand): Tensor {
  return arithmetic('maximum', input, other);
}

/** The smaller of `input` and `other`, NaN where either is, as {@link add}. */
export function minimum(input: Tensor, other: Operand): Tensor {
  return arithmetic('minimum', input, other);
}

/** What {@link clamp} takes. */
export interface ClampOptions {
  /** The lower bound. */
  min?: Operand;
  /** The upper bound; it wins where it is below the lower one. */
  max?: Operand;
}

/**
 * `min(max(input, options.min), options.max)`, element by element; NaN stays NaN.
 *
 * @param options at least one bound
 * @example clamp(x, { min: 0, max: 6 }) // relu6
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(input: Tensor, options: ClampOptions): Tensor {
  checkTensor('clamp', 'input', input);
  const { min, max } = options ?? {};
  if (min === undefined && max === undefined)
    throw new ArgumentError('clamp', 'options', 'an object with min, max or both', options);
  if (min !== undefined) checkOperand('clamp', 'min', min);
  if (max !== undefined) checkOperand('clamp', 'max', max);
  const bounded = min === undefined ? input : maximum(input, min);
  return max === undefined ? bounded : minimum(bounded, max);
}

// Comparisons.

/** Whether elements are equal, as bool. Shapes broadcast; NaN equals nothing. */
export function eq(input: Tensor, other: Operand): Tensor {
  return compare('eq', input, other);
}

/** Whether elements differ, as {@link eq}. */
export function ne(input: Tensor, other: Operand): Tensor {
  return compare('ne', input, other);
}

/** `input < other`, as {@link eq}. */
export function lt(input: Tensor, other: Operand): Tensor {
  return compare('lt', input, other);
}

/** `input <= other`, as {@link eq}. */
export function le(input: Tensor, other: Operand): Tensor {
  return compare('le', input, other);
}

/** `input > other`, as {@link eq}. */
export function gt(input: Tensor, other: Operand): Tensor {
  return compare('gt', input, other);
}

/** `input >= other`, as {@link eq}. */
export function ge(input: Tensor, other: Operand): Tensor {
  return compare('ge', input, other);
}

function arithmetic(
  op: string,
  input: Tensor,
  other: Operand,
  resultOf: (dtype: DType) => DType = (dtype) => dtype,
): Tensor {
  checkTensor(op, 'input', input);
  checkOperand(op, 'other', other);
  const result = resultOf(resultType(input, other));
  const dtype = computeType(result);
  const operands = [to(input, dtype), operand(other, dtype)] as const;
  const shape = broadcastShapes(op, operands[0].shape, operands[1].shape);
  return to(dispatch(op, {}, operands, [{ shape, dtype }])[0], result);
}

function compare(op: string, input: Tensor, other: Operand): Tensor {
  checkTensor(op, 'input', input);
  checkOperand(op, 'other', other);
  const dtype = computeType(resultType(input, other));
  const operands = [to(input, dtype), operand(other, dtype)] as const;
  const shape = broadcastShapes(op, operands[0].shape, operands[1].shape);
  return dispatch(op, {}, operands, [{ shape, dtype: 'bool' }])[0];
}

function operand(other: Operand, dtype: DType): Tensor {
  return other instanceof Tensor ? to(other, dtype) : scalar(Number(other), dtype);
}

function refuseBool(where: string, input: Tensor, other: Operand): void {
  checkTensor(where, 'input', input);
  checkOperand(where, 'other', other);
  const isBool = input.dtype === 'bool' || typeof other === 'boolean';
  if (isBool || (other instanceof Tensor && other.dtype === 'bool'))
    throw new DTypeError(where, 'input and other', 'numbers (see to())', 'bool');
}
