/** Arithmetic on two operands, with broadcasting and type promotion. */
import { ArgumentError, DTypeError } from '../errors.js';
import { dispatch, dispatchInPlace } from '../runtime/dispatch.js';
import { scalar } from '../tensor/create.js';
import type { DType } from '../tensor/dtype.js';
import { broadcastShapes } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { checkOptions, checkTensor } from './check.js';
import { checkWritable, copy_, to } from './copy.js';
import { trunc } from './elementwise.js';
import { checkCast, checkOperand, computeType, floatType, type Operand, resultType } from './promotion.js';
import { any } from './reduce.js';
import { checkBroadcastTo } from './squeeze.js';

/** What {@link add} and {@link sub} take. */
export interface AlphaOptions {
  /** What `other` is multiplied with; default 1. A whole number where the result has an integer dtype. */
  alpha?: number;
}

/** What {@link div} takes. */
export interface DivOptions {
  /** Whether the quotient is rounded: towards 0 (`trunc`), towards minus infinity (`floor`), or (null) not at all. */
  roundingMode?: 'trunc' | 'floor' | null;
}

/**
 * `input + alpha * other`, element by element. Shapes broadcast; the dtype is the one that both have in common.
 *
 * @param input a tensor
 * @param other a tensor whose shape broadcasts with the input's, or a number
 * @throws ShapeError when the shapes do not broadcast
 * @example add(tensor([1, 2]), 3) // [4, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.add.html
 */
export function add(input: Tensor, other: Operand, options: AlphaOptions = {}): Tensor {
  return addScaled('add', 'add', input, other, options);
}

/** `input - alpha * other`, as {@link add}. bool is refused, as in PyTorch. */
export function sub(input: Tensor, other: Operand, options: AlphaOptions = {}): Tensor {
  return addScaled('sub', 'sub', input, other, options);
}

/** `input * other`, as {@link add}. */
export function mul(input: Tensor, other: Operand): Tensor {
  return arithmetic('mul', 'mul', input, other);
}

/**
 * `input / other`, as {@link add}; integers are divided as float32, unless the quotient is rounded.
 *
 * @throws ArgumentError for an integer divided by 0 with rounding
 * @example div(tensor([-7n]), 2, { roundingMode: 'floor' }) // [-4n]
 * @see https://pytorch.org/docs/stable/generated/torch.div.html
 */
export function div(input: Tensor, other: Operand, options: DivOptions = {}): Tensor {
  const roundingMode = checkRounding('div', options);
  if (roundingMode === null) return arithmetic('div', 'div', input, other);
  if (roundingMode === 'floor') return arithmetic('div', 'floorDivide', input, other);
  checkOperands('div', input, other);
  const result = resultType(input, other);
  const dtype = computeType(result);
  if (dtype === 'int64') return arithmetic('div', 'truncDivide', input, other);
  return to(trunc(arithmetic('div', 'div', to(input, dtype), operand(other, dtype))), result);
}

/** The quotient, rounded towards minus infinity: `div(input, other, { roundingMode: 'floor' })`. */
export function floorDivide(input: Tensor, other: Operand): Tensor {
  return arithmetic('floorDivide', 'floorDivide', input, other);
}

/**
 * What is left when `input` is divided by `other`, with the sign of `other`, as {@link add}: Python's `%`.
 *
 * @throws ArgumentError for an integer divided by 0
 * @see https://pytorch.org/docs/stable/generated/torch.remainder.html
 */
export function remainder(input: Tensor, other: Operand): Tensor {
  return arithmetic('remainder', 'remainder', input, other);
}

/**
 * `input` to the power of `other`, as {@link add}.
 *
 * @throws ArgumentError for a negative number as the exponent of integers
 * @see https://pytorch.org/docs/stable/generated/torch.pow.html
 */
export function pow(input: Tensor, other: Operand): Tensor {
  return arithmetic('pow', 'pow', input, other);
}

/** The larger of `input` and `other`, NaN where either is, as {@link add}. */
export function maximum(input: Tensor, other: Operand): Tensor {
  return arithmetic('maximum', 'maximum', input, other);
}

/** The smaller of `input` and `other`, NaN where either is, as {@link add}. */
export function minimum(input: Tensor, other: Operand): Tensor {
  return arithmetic('minimum', 'minimum', input, other);
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
  const { min, max } = checkBounds('clamp', options);
  const bounded = min === undefined ? input : maximum(input, min);
  return max === undefined ? bounded : minimum(bounded, max);
}

/** The larger of `input` and `min`: `clamp(input, { min })`. */
export function clampMin(input: Tensor, min: Operand): Tensor {
  return arithmetic('clampMin', 'maximum', input, min, 'min');
}

/** The smaller of `input` and `max`: `clamp(input, { max })`. */
export function clampMax(input: Tensor, max: Operand): Tensor {
  return arithmetic('clampMax', 'minimum', input, max, 'max');
}

// In place: the result must have a dtype of no higher kind than the input's (bool < integer < float), and its shape.

/**
 * `input + alpha * other`, written over `input`, whose base changes where it is a view.
 *
 * @param other a tensor that broadcasts to the shape of `input`, or a number
 * @returns `input`
 * @throws DTypeError when the result does not fit the dtype of `input`: floats do not become integers, nor numbers bool;
 * ShapeError when `other` does not broadcast to `input`
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.add_.html
 */
export function add_(input: Tensor, other: Operand, options: AlphaOptions = {}): Tensor {
  return addScaled_('add_', 'add', input, other, options);
}

/** `input - alpha * other`, written over `input`, as {@link add_}. */
export function sub_(input: Tensor, other: Operand, options: AlphaOptions = {}): Tensor {
  return addScaled_('sub_', 'sub', input, other, options);
}

/** `input * other`, written over `input`, as {@link add_}. */
export function mul_(input: Tensor, other: Operand): Tensor {
  return arithmetic_('mul_', 'mul', input, other);
}

/** `input / other`, written over `input`, as {@link add_}. Integers take it with rounding only. */
export function div_(input: Tensor, other: Operand, options: DivOptions = {}): Tensor {
  const roundingMode = checkRounding('div_', options);
  if (roundingMode === 'floor') return arithmetic_('div_', 'floorDivide', input, other);
  if (roundingMode === null) return arithmetic_('div_', 'div', input, other);
  checkTarget('div_', input, other, resultType);
  return copy_(input, div(input, other, options));
}

/** {@link floorDivide}, written over `input`, as {@link add_}. */
export function floorDivide_(input: Tensor, other: Operand): Tensor {
  return arithmetic_('floorDivide_', 'floorDivide', input, other);
}

/** {@link remainder}, written over `input`, as {@link add_}. */
export function remainder_(input: Tensor, other: Operand): Tensor {
  return arithmetic_('remainder_', 'remainder', input, other);
}

/** `input` to the power of `other`, written over `input`, as {@link add_}. */
export function pow_(input: Tensor, other: Operand): Tensor {
  return arithmetic_('pow_', 'pow', input, other);
}

/** {@link clamp}, written over `input`, as {@link add_}. */
export function clamp_(input: Tensor, options: ClampOptions): Tensor {
  checkWritable('clamp_', input);
  const { min, max } = checkBounds('clamp_', options);
  // Before the first write, so that a refusal leaves the input as it was.
  for (const bound of [min, max]) if (bound !== undefined) checkTarget('clamp_', input, bound, resultType);
  if (min !== undefined) arithmetic_('clamp_', 'maximum', input, min);
  return max === undefined ? input : arithmetic_('clamp_', 'minimum', input, max);
}

/** {@link clampMin}, written over `input`, as {@link add_}. */
export function clampMin_(input: Tensor, min: Operand): Tensor {
  return arithmetic_('clampMin_', 'maximum', input, min, 'min');
}

/** {@link clampMax}, written over `input`, as {@link add_}. */
export function clampMax_(input: Tensor, max: Operand): Tensor {
  return arithmetic_('clampMax_', 'minimum', input, max, 'max');
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

/** What is particular to an operation: which operands it refuses, and its dtype where that is not the common one. */
interface Rule {
  readonly check?: (where: string, input: Tensor, other: Operand) => void;
  readonly result?: (common: DType) => DType;
}

const rules: Readonly<Record<string, Rule>> = {
  div: { result: floatType },
  floorDivide: { check: checkDivisor },
  pow: { check: checkPower },
  remainder: { check: checkDivisor },
  sub: { check: refuseBool },
  truncDivide: { check: checkDivisor },
};

function arithmetic(where: string, op: string, input: Tensor, other: Operand, argument = 'other'): Tensor {
  checkOperands(where, input, other, argument);
  rules[op]?.check?.(where, input, other);
  const result = resultOf(op, input, other);
  const dtype = computeType(result);
  const operands = [to(input, dtype), operand(other, dtype)] as const;
  const shape = broadcastShapes(where, operands[0].shape, operands[1].shape);
  return to(dispatch(op, {}, operands, [{ shape, dtype }])[0], result);
}

/** As {@link arithmetic}, written over `input`: at once where its dtype is the one that the kernel computes in. */
function arithmetic_(where: string, op: string, input: Tensor, other: Operand, argument = 'other'): Tensor {
  checkWritable(where, input);
  checkOperand(where, argument, other);
  rules[op]?.check?.(where, input, other);
  checkTarget(where, input, other, (a, b) => resultOf(op, a, b));
  const result = resultOf(op, input, other);
  const dtype = computeType(result);
  if (result !== input.dtype || dtype !== result) return copy_(input, arithmetic(where, op, input, other));
  dispatchInPlace(op, {}, [input, operand(other, dtype)], input);
  return input;
}

/** `input + alpha * other` in the dtype that kernels compute in, rounded once. */
function addScaled(where: string, op: string, input: Tensor, other: Operand, options: AlphaOptions): Tensor {
  const alpha = checkAlpha(where, input, other, options);
  if (alpha === 1) return arithmetic(where, op, input, other);
  rules[op]?.check?.(where, input, other);
  const result = resultType(input, other);
  const dtype = computeType(result);
  const scaled = arithmetic(where, 'mul', operand(other, dtype), alpha);
  return to(arithmetic(where, op, to(input, dtype), scaled), result);
}

function addScaled_(where: string, op: string, input: Tensor, other: Operand, options: AlphaOptions): Tensor {
  checkWritable(where, input);
  const alpha = checkAlpha(where, input, other, options);
  if (alpha === 1) return arithmetic_(where, op, input, other);
  checkTarget(where, input, other, resultType);
  return copy_(input, addScaled(where, op, input, other, options));
}

/** Refuses an operation in place whose result does not fit `input`. */
function checkTarget(
  where: string,
  input: Tensor,
  other: Operand,
  result: (input: Tensor, other: Operand) => DType,
): void {
  checkWritable(where, input);
  checkOperand(where, 'other', other);
  checkCast(where, result(input, other), input.dtype);
  if (other instanceof Tensor) checkBroadcastTo(where, other.shape, input.shape);
}

function resultOf(op: string, input: Tensor, other: Operand): DType {
  const common = resultType(input, other);
  return rules[op]?.result?.(common) ?? common;
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

function checkOperands(where: string, input: Tensor, other: Operand, argument = 'other'): void {
  checkTensor(where, 'input', input);
  checkOperand(where, argument, other);
}

function checkAlpha(where: string, input: Tensor, other: Operand, options: AlphaOptions): number {
  checkOperands(where, input, other);
  checkOptions(where, options, ['alpha']);
  const { alpha = 1 } = options;
  const whole = computeType(resultType(input, other)) === 'int64';
  if (typeof alpha !== 'number' || (whole && !Number.isSafeInteger(alpha)))
    throw new ArgumentError(where, 'alpha', whole ? 'an integer, as the operands are' : 'a number', alpha);
  return alpha;
}

function checkRounding(where: string, options: DivOptions): 'trunc' | 'floor' | null {
  checkOptions(where, options, ['roundingMode']);
  const { roundingMode = null } = options;
  if (roundingMode !== null && roundingMode !== 'trunc' && roundingMode !== 'floor')
    throw new ArgumentError(where, 'roundingMode', `'trunc', 'floor' or null`, roundingMode);
  return roundingMode;
}

function checkBounds(where: string, options: ClampOptions): ClampOptions {
  const { min, max } = options ?? {};
  if (min === undefined && max === undefined)
    throw new ArgumentError(where, 'options', 'an object with min, max or both', options);
  if (min !== undefined) checkOperand(where, 'min', min);
  if (max !== undefined) checkOperand(where, 'max', max);
  return options;
}

function checkPower(where: string, input: Tensor, other: Operand): void {
  refuseBool(where, input, other);
  if (typeof other === 'number' && other < 0 && computeType(resultType(input, other)) === 'int64')
    throw new ArgumentError(where, 'other', 'at least 0 where the input has an integer dtype', other);
}

function checkDivisor(where: string, input: Tensor, other: Operand): void {
  const common = resultType(input, other);
  if (common === 'bool') throw new DTypeError(where, 'input and other', 'numbers (see to())', 'bool');
  if (computeType(common) !== 'int64') return;
  const hasZero = other instanceof Tensor ? any(eq(other, 0)).data[0] === 1 : Number(other) === 0;
  if (hasZero) throw new ArgumentError(where, 'other', 'other than 0 where the operands are integers', 0);
}

function refuseBool(where: string, input: Tensor, other: Operand): void {
  checkTensor(where, 'input', input);
  checkOperand(where, 'other', other);
  const isBool = input.dtype === 'bool' || typeof other === 'boolean';
  if (isBool || (other instanceof Tensor && other.dtype === 'bool'))
    throw new DTypeError(where, 'input and other', 'numbers (see to())', 'bool');
}
