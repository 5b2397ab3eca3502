import { dispatch } from '../runtime/dispatch.js';
import { normalizeDim } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32 } from './check.js';

/**
 * The natural logarithm of the softmax along a dimension, accurate where the softmax itself would round to 0.
 *
 * `y[i] = x[i] - max(x) - log(sum over j of exp(x[j] - max(x)))`. All are NaN where one is NaN or +inf, or all are -inf.
 *
 * @param input float32 of any shape
 * @param dim the dimension of the softmax; negative counts from the end
 * @returns a new tensor of the same shape, with values of at most 0
 * @throws ArgumentError when `input` has no such dimension; DTypeError when it is not float32
 * @example logSoftmax(logits, 1) // (N, 10) -> (N, 10)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
 */
export function logSoftmax(input: Tensor, dim: number): Tensor {
  checkFloat32('logSoftmax', 'input', input);
  return dispatch('logSoftmax', { dim: normalizeDim('logSoftmax', dim, input.ndim) }, [input], [input])[0];
}
