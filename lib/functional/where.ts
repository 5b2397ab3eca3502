/** Choosing between elements by a condition. */
import { ArgumentError, DTypeError } from '../errors.js';
import { dispatch, dispatchInPlace } from '../runtime/dispatch.js';
import { checkScalar, scalar } from '../tensor/create.js';
import type { DType } from '../tensor/dtype.js';
import { broadcastShapes } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { checkWritable, to } from './copy.js';
import { checkOperand, numberType, type Operand, promoteTypes, resultType } from './promotion.js';
import { checkBroadcastTo } from './squeeze.js';

/**
 * `condition ? input : other`, element by element. Shapes broadcast; the dtype is the one that both have in common.
 *
 * @param condition a bool tensor
 * @param input what to take where the condition is true: a tensor or a number
 * @param other what to take elsewhere
 * @throws ShapeError when the shapes do not broadcast, DTypeError when the condition is not bool
 * @example where(gt(x, 0), x, 0)
 * @see https://pytorch.org/docs/stable/generated/torch.where.html
 */
export function where(condition: Tensor, input: Operand, other: Operand): Tensor {
  checkMask('where', 'condition', condition);
  checkOperand('where', 'input', input);
  checkOperand('where', 'other', other);
  const dtype = commonType(input, other);
  const a = operand(input, dtype);
  const b = operand(other, dtype);
  const shape = broadcastShapes('where', condition.shape, a.shape, b.shape);
  return dispatch('where', {}, [condition, a, b], [{ shape, dtype }])[0];
}

/**
 * The tensor with `value` where the mask is true.
 *
 * @param input a tensor of any dtype
 * @param mask a bool tensor; shapes broadcast
 * @param value a number or a boolean, or a 0-d tensor
 * @throws DTypeError when the mask is not bool; ArgumentError for a value that the dtype cannot hold
 * @example maskedFill(scores, mask, -Infinity)
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html
 */
export function maskedFill(input: Tensor, mask: Tensor, value: Operand): Tensor {
  checkTensor('maskedFill', 'input', input);
  checkMask('maskedFill', 'mask', mask);
  const filling = checkFilling('maskedFill', input, value);
  const shape = broadcastShapes('maskedFill', input.shape, mask.shape);
  return dispatch('where', {}, [mask, filling, input], [{ shape, dtype: input.dtype }])[0];
}

/**
 * {@link maskedFill}, written over `input`, to whose shape the mask must broadcast.
 *
 * @returns `input`
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill_.html
 */
export function maskedFill_(input: Tensor, mask: Tensor, value: Operand): Tensor {
  checkWritable('maskedFill_', input);
  checkMask('maskedFill_', 'mask', mask);
  const filling = checkFilling('maskedFill_', input, value);
  checkBroadcastTo('maskedFill_', mask.shape, input.shape);
  dispatchInPlace('where', {}, [mask, filling, input], input);
  return input;
}

/** @internal @throws ArgumentError unless `mask` is a Tensor, DTypeError unless it is bool */
export function checkMask(name: string, argument: string, mask: unknown): asserts mask is Tensor {
  checkTensor(name, argument, mask);
  if (mask.dtype !== 'bool')
    throw new DTypeError(name, argument, 'bool (a comparison gives one)', mask.dtype);
}

function checkFilling(name: string, input: Tensor, value: Operand): Tensor {
  checkOperand(name, 'value', value);
  if (value instanceof Tensor) {
    if (value.ndim !== 0)
      throw new ArgumentError(name, 'value', 'a number, a boolean or a 0-d tensor', value);
    return to(value, input.dtype);
  }
  checkScalar(name, 'value', value, input.dtype);
  return operand(value, input.dtype);
}

function commonType(a: Operand, b: Operand): DType {
  if (a instanceof Tensor) return resultType(a, b);
  if (b instanceof Tensor) return resultType(b, a);
  return promoteTypes(numberType(a), numberType(b));
}

function operand(value: Operand, dtype: DType): Tensor {
  if (value instanceof Tensor) return to(value, dtype);
  return dtype === 'float16' || dtype === 'bfloat16'
    ? to(scalar(Number(value), 'float32'), dtype)
    : scalar(Number(value), dtype);
}
