/** Functions whose results are true or false, element by element. */
import { dispatch } from '../runtime/dispatch.js';
import { full } from '../tensor/create.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import { broadcastShapes } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { eq, lt, ne } from './arithmetic.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { abs } from './elementwise.js';
import { computeType, resultType } from './promotion.js';

/**
 * Whether both elements are true (not 0), as bool. Shapes broadcast.
 *
 * @param input any tensor
 * @param other a tensor whose shape broadcasts with the input's
 * @throws ShapeError when the shapes do not broadcast
 * @example logicalAnd(gt(x, 0), lt(x, 6))
 * @see https://pytorch.org/docs/stable/generated/torch.logical_and.html
 */
export function logicalAnd(input: Tensor, other: Tensor): Tensor {
  return combine('logicalAnd', input, other);
}

/** Whether at least one element is true, as {@link logicalAnd}. */
export function logicalOr(input: Tensor, other: Tensor): Tensor {
  return combine('logicalOr', input, other);
}

/** Whether exactly one element is true, as {@link logicalAnd}. */
export function logicalXor(input: Tensor, other: Tensor): Tensor {
  return combine('logicalXor', input, other);
}

/** Whether an element is false (0), as bool. @see https://pytorch.org/docs/stable/generated/torch.logical_not.html */
export function logicalNot(input: Tensor): Tensor {
  checkTensor('logicalNot', 'input', input);
  return eq(input, 0);
}

/** Whether an element is NaN, as bool. @see https://pytorch.org/docs/stable/generated/torch.isnan.html */
export function isnan(input: Tensor): Tensor {
  checkTensor('isnan', 'input', input);
  return isFloatingPoint(input.dtype) ? ne(input, input) : full(input.shape, false);
}

/** Whether an element is infinite, as bool. @see https://pytorch.org/docs/stable/generated/torch.isinf.html */
export function isinf(input: Tensor): Tensor {
  checkTensor('isinf', 'input', input);
  return isFloatingPoint(input.dtype) ? eq(abs(input), Number.POSITIVE_INFINITY) : full(input.shape, false);
}

/** Whether an element is neither NaN nor infinite, as bool. @see https://pytorch.org/docs/stable/generated/torch.isfinite.html */
export function isfinite(input: Tensor): Tensor {
  checkTensor('isfinite', 'input', input);
  return isFloatingPoint(input.dtype) ? lt(abs(input), Number.POSITIVE_INFINITY) : full(input.shape, true);
}

function combine(op: string, input: Tensor, other: Tensor): Tensor {
  checkTensor(op, 'input', input);
  checkTensor(op, 'other', other);
  const common = resultType(input, other);
  const dtype = common === 'bool' ? common : computeType(common);
  const shape = broadcastShapes(op, input.shape, other.shape);
  return dispatch(op, {}, [to(input, dtype), to(other, dtype)], [{ shape, dtype: 'bool' }])[0];
}
